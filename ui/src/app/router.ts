import { createRouter, createWebHashHistory, type RouteRecordRaw } from "vue-router";

declare module "vue-router" {
  interface RouteMeta {
    /** The page of the help that speaks of this station. */
    help?: string;
  }
}

export const routes: RouteRecordRaw[] = [
  { path: "/", meta: { help: "first-hour" }, component: () => import("@/features/overview/Page.vue") },
  { path: "/unit", meta: { help: "unit" }, component: () => import("@/features/unit/Page.vue") },
  { path: "/person", meta: { help: "person" }, component: () => import("@/features/person/Page.vue") },
  { path: "/person/:id", meta: { help: "person" }, component: () => import("@/features/person/PersonPage.vue"), props: true },
  { path: "/roster", alias: "/roster/import", meta: { help: "roster" }, component: () => import("@/features/roster/Page.vue") },
  { path: "/batch", meta: { help: "choose" }, component: () => import("@/features/batch/Page.vue") },
  {
    path: "/batch/:id/choose",
    meta: { help: "choose" },
    component: () => import("@/features/batch/ChoosePage.vue"),
    props: true,
  },
  {
    path: "/batch/:id/assess/:application?",
    meta: { help: "assess" },
    component: () => import("@/features/eligibility/Page.vue"),
    props: true,
  },
  {
    path: "/batch/:id/material",
    meta: { help: "material" },
    component: () => import("@/features/checklist/Page.vue"),
    props: true,
  },
  {
    path: "/batch/:id/notice",
    meta: { help: "notice" },
    component: () => import("@/features/notice/Page.vue"),
    props: true,
  },
  {
    path: "/batch/:id/opinion",
    meta: { help: "opinion" },
    component: () => import("@/features/opinion/Page.vue"),
    props: true,
  },
  {
    path: "/batch/:id/packet",
    meta: { help: "packet" },
    component: () => import("@/features/packet/Page.vue"),
    props: true,
  },
  { path: "/batch/:id/submit", meta: { help: "submit" }, component: () => import("@/features/sync/Page.vue"), props: true },
  { path: "/batch/:id", redirect: (to) => `/batch/${String(to.params["id"])}/choose` },
  { path: "/policy/:clause?", meta: { help: "policy" }, component: () => import("@/features/pack/Page.vue"), props: true },
  { path: "/policy-diff", meta: { help: "policy" }, component: () => import("@/features/pack/DiffPage.vue") },
  { path: "/policy-reading", meta: { help: "policy" }, component: () => import("@/features/pack/ReadingPage.vue") },
  {
    path: "/policy-notice/:committee?/:year?",
    meta: { help: "policy" },
    component: () => import("@/features/pack/NoticePage.vue"),
    props: true,
  },
  { path: "/policy-directory", meta: { help: "policy" }, component: () => import("@/features/pack/DirectoryPage.vue") },
  { path: "/form", meta: { help: "policy" }, component: () => import("@/features/form/Page.vue") },
  { path: "/history", meta: { help: "history" }, component: () => import("@/features/history/Page.vue") },
  { path: "/setting", meta: { help: "setting" }, component: () => import("@/features/setting/Page.vue") },
  { path: "/help/:name?/:section?", component: () => import("@/features/help/Page.vue"), props: true },
  { path: "/:rest(.*)*", component: () => import("./LostPage.vue") },
];

export function makeRouter() {
  return createRouter({ history: createWebHashHistory(), routes });
}
