import type { Arithmetic, Span } from "@/api/bindings";
import { daysBetween } from "@/shared/text/format";

/** A length as people say it, without the parts that are nothing. */
export function words(span: Span): string {
  const parts = [
    span.years ? `${span.years}年` : "",
    span.months ? `${span.months}个月` : "",
    span.days && !span.years ? `${span.days}天` : "",
  ].join("");
  return parts || "0个月";
}

/** A stretch of the ruler, in percent of its length. */
export interface Stretch {
  kind: "counted" | "off" | "future";
  left: number;
  width: number;
}

/** The time line of a sum: what counts, what does not, where it ends and where the years are full. */
export interface Ruler {
  stretches: Stretch[];
  cut: number;
  full: number;
}

/** Draws the sum to scale; everything lies between the first day and the later of the two ends. */
export function ruler(sum: Arithmetic): Ruler {
  const end = sum.until > sum.satisfiedOn ? sum.until : sum.satisfiedOn;
  const whole = Math.max(1, daysBetween(sum.from, end)) * 1.04;
  const at = (day: string) => Math.min(100, Math.max(0, (daysBetween(sum.from, day) / whole) * 100));
  const cut = at(sum.until);
  const full = at(sum.satisfiedOn);
  const stretches: Stretch[] = [];
  let left = 0;
  for (const off of [...sum.deductions].sort((a, b) => a.from.localeCompare(b.from))) {
    const from = Math.min(cut, at(off.from));
    const until = Math.min(cut, at(off.until));
    if (from > left) stretches.push({ kind: "counted", left, width: from - left });
    if (until > from) stretches.push({ kind: "off", left: from, width: until - from });
    left = Math.max(left, until);
  }
  if (cut > left) stretches.push({ kind: "counted", left, width: cut - left });
  if (full > cut) stretches.push({ kind: "future", left: cut, width: full - cut });
  return { stretches, cut, full };
}
