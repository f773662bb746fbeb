import { createRouter, createWebHashHistory, type RouteRecordRaw } from "vue-router";

const routes: RouteRecordRaw[] = [
  { path: "/", component: () => import("@/features/overview/Page.vue") },
  { path: "/unit", component: () => import("@/features/unit/Page.vue") },
  { path: "/person", component: () => import("@/features/person/Page.vue") },
  { path: "/person/:id", component: () => import("@/features/person/PersonPage.vue"), props: true },
  { path: "/roster", alias: "/roster/import", component: () => import("@/features/roster/Page.vue") },
  { path: "/batch", component: () => import("@/features/batch/Page.vue") },
  {
    path: "/batch/:id/choose",
    component: () => import("@/features/batch/ChoosePage.vue"),
    props: true,
  },
  {
    path: "/batch/:id/assess/:application?",
    component: () => import("@/features/eligibility/Page.vue"),
    props: true,
  },
  {
    path: "/batch/:id/material",
    component: () => import("@/features/checklist/Page.vue"),
    props: true,
  },
  {
    path: "/batch/:id/notice",
    component: () => import("@/features/notice/Page.vue"),
    props: true,
  },
  {
    path: "/batch/:id/opinion",
    component: () => import("@/features/opinion/Page.vue"),
    props: true,
  },
  {
    path: "/batch/:id/packet",
    component: () => import("@/features/packet/Page.vue"),
    props: true,
  },
  { path: "/batch/:id/submit", component: () => import("@/features/sync/Page.vue"), props: true },
  { path: "/batch/:id", redirect: (to) => `/batch/${String(to.params["id"])}/choose` },
  { path: "/policy/:clause?", component: () => import("@/features/pack/Page.vue"), props: true },
  { path: "/policy-diff", component: () => import("@/features/pack/DiffPage.vue") },
  { path: "/policy-reading", component: () => import("@/features/pack/ReadingPage.vue") },
  {
    path: "/policy-notice/:committee?/:year?",
    component: () => import("@/features/pack/NoticePage.vue"),
    props: true,
  },
  { path: "/history", component: () => import("@/features/history/Page.vue") },
  { path: "/:rest(.*)*", component: () => import("./LostPage.vue") },
];

export function makeRouter() {
  return createRouter({ history: createWebHashHistory(), routes });
}
