import type {
  BundleState,
  Conclusion,
  DecisionOutcome,
  Finding,
  IssueSeverity,
  MaterialState,
  NoticeState,
  PacketState,
} from "@/api/bindings";
import type { Mark } from "./grid/columns";

/* A state is a colour, a character and a word; the words live in shared/zh-CN.json. */

/** A mark whose word is a key of the sentences file. */
export interface MarkKey extends Omit<Mark, "word"> {
  key: string;
}

const mark = (s: Mark["s"], letter: string, key: string, solid = false): MarkKey => ({
  s,
  letter,
  key: `shared.state.${key}`,
  solid,
});

/** 可 否 核. */
export function conclusionMark(conclusion: Conclusion | null): MarkKey {
  if (conclusion === "eligible") return mark("ok", "可", "eligible");
  if (conclusion === "ineligible") return mark("stop", "否", "ineligible", true);
  if (conclusion === "undetermined") return mark("warn", "核", "undetermined", true);
  return mark("mute", "未", "unassessed");
}

/** 阻 警 核 示 通. */
export function findingMark(finding: Pick<Finding, "outcome" | "effect">): MarkKey {
  switch (finding.outcome) {
    case "failed":
      return mark("stop", "阻", "failed", true);
    case "unknown":
    case "not_covered":
      return mark("warn", "核", "unknown", true);
    case "applied":
      return finding.effect === "caution" || finding.effect === "bar_until"
        ? mark("warn", "警", "caution")
        : mark("info", "示", "note");
    default:
      return mark("ok", "通", "met");
  }
}

/** 齐 缺 疑 过 免. */
export function materialMark(state: MaterialState): MarkKey {
  switch (state) {
    case "complete":
      return mark("ok", "齐", "complete");
    case "missing":
      return mark("stop", "缺", "missing", true);
    case "doubtful":
      return mark("warn", "疑", "doubtful");
    case "expired":
      return mark("past", "过", "expired", true);
    case "made_here":
      return mark("info", "制", "madeHere");
    case "waived":
      return mark("mute", "免", "waived");
    default:
      return mark("mute", "—", "notRequired");
  }
}

/** 通 退 否, of the upstream. */
export function decisionMark(outcome: DecisionOutcome): MarkKey {
  if (outcome === "accepted") return mark("ok", "通", "accepted");
  if (outcome === "returned") return mark("warn", "退", "returned", true);
  return mark("stop", "否", "rejectedApplication", true);
}

/** Whether somebody still has to do something about it. */
export function isOpen(state: MaterialState): boolean {
  return state === "missing" || state === "doubtful" || state === "expired";
}

/** 阻 核 示, of a cell of a workbook. */
export function issueMark(severity: IssueSeverity): MarkKey {
  if (severity === "error") return mark("stop", "阻", "issueError", true);
  if (severity === "warning") return mark("warn", "核", "issueWarning");
  return mark("info", "示", "issueHint");
}

/** 待 送 收 退. */
export function bundleMark(state: BundleState): MarkKey {
  if (state === "received") return mark("ok", "收", "received");
  if (state === "rejected") return mark("stop", "退", "rejected", true);
  if (state === "uploading") return mark("info", "送", "uploading");
  return mark("warn", "待", "sealed");
}

/** 齐 缺 成 改. */
export function packetMark(state: PacketState): MarkKey {
  if (state === "built") return mark("ok", "成", "built");
  if (state === "stale") return mark("warn", "改", "stale", true);
  if (state === "ready") return mark("info", "齐", "ready");
  return mark("stop", "缺", "notReady");
}

/** Colour of a notice. */
export function noticeTone(state: NoticeState): Mark["s"] {
  if (state === "closed") return "ok";
  if (state === "objected") return "stop";
  return state === "expired" ? "warn" : "info";
}
