import type { Component } from "vue";
import BookOpen from "~icons/lucide/book-open";
import Building from "~icons/lucide/building-2";
import CircleHelp from "~icons/lucide/circle-help";
import ClipboardCheck from "~icons/lucide/clipboard-check";
import History from "~icons/lucide/history";
import House from "~icons/lucide/house";
import Layers from "~icons/lucide/layers";
import Presentation from "~icons/lucide/presentation";
import Printer from "~icons/lucide/printer";
import Send from "~icons/lucide/send";
import SlidersHorizontal from "~icons/lucide/sliders-horizontal";
import Users from "~icons/lucide/users";
import type { BatchBrief, Overview } from "@/api/bindings";

/** A place of the menu. */
export interface Entry {
  to: string;
  text: string;
  icon?: Component;
  count?: number;
  hot?: boolean;
  leaves?: Entry[];
}

/** The menu. What needs a batch is only there once there is one. */
export function menu(t: (key: string) => string, overview: Overview | undefined, batch: BatchBrief | null): Entry[] {
  const id = batch?.id;
  const step = (key: string, text: string, icon?: Component): Entry[] =>
    id ? [{ to: `/batch/${id}/${key}`, text, ...(icon ? { icon } : {}) }] : [];
  return [
    { to: "/", text: t("app.menu.overview"), icon: House },
    { to: "/unit", text: t("app.menu.unit"), icon: Building },
    {
      to: "/person",
      text: t("app.menu.roster"),
      icon: Users,
      leaves: [
        { to: "/person", text: t("app.menu.person"), count: overview?.doubtCount ?? 0, hot: true },
        { to: "/roster", text: t("app.menu.import") },
      ],
    },
    {
      to: "/batch",
      text: t("app.menu.batch"),
      icon: Layers,
      leaves: [
        { to: "/batch", text: t("app.menu.batches") },
        ...step("choose", t("app.menu.choose")),
        ...step("assess", t("app.menu.assess")),
        ...step("material", t("app.menu.material")),
      ],
    },
    ...step("notice", t("app.menu.notice"), Presentation),
    ...step("opinion", t("app.menu.opinion"), ClipboardCheck),
    ...step("packet", t("app.menu.packet"), Printer),
    ...step("submit", t("app.menu.submit"), Send).map((one) => ({ ...one, count: overview?.outboxCount ?? 0 })),
    {
      to: "/policy",
      text: t("app.menu.policy"),
      icon: BookOpen,
      leaves: [
        { to: "/policy", text: t("app.menu.clauses") },
        { to: "/policy-diff", text: t("app.menu.diff") },
        { to: "/policy-reading", text: t("app.menu.reading") },
        { to: "/policy-notice", text: t("app.menu.committeeNotice") },
        { to: "/policy-directory", text: t("app.menu.directory") },
        { to: "/form", text: t("app.menu.form") },
      ],
    },
    { to: "/history", text: t("app.menu.history"), icon: History },
    { to: "/setting", text: t("app.menu.setting"), icon: SlidersHorizontal },
    { to: "/help", text: t("app.menu.help"), icon: CircleHelp },
  ];
}

/** Every place of the menu in one line, leaves under the name of their branch. */
export function placesOf(entries: Entry[]): { to: string; text: string; under: string }[] {
  return entries.flatMap((entry) =>
    entry.leaves
      ? entry.leaves.map((leaf) => ({ to: leaf.to, text: leaf.text, under: entry.text }))
      : [{ to: entry.to, text: entry.text, under: "" }],
  );
}
