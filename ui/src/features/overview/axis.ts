import { addDays, daysBetween } from "@/shared/text/format";

/** The days a plan is drawn over: all of it, but never more than fit beside each other. */
export function axis(spans: { from: string; until: string }[], today: string, most = 18): string[] {
  if (!spans.length) return [];
  const first = spans.map((span) => span.from).reduce((a, b) => (a < b ? a : b));
  const last = spans.map((span) => span.until).reduce((a, b) => (a > b ? a : b));
  // Days long gone make room for those to come, as long as today lies within the plan.
  let start = first;
  const isLong = daysBetween(first, last) >= most;
  if (isLong && today <= last && daysBetween(first, today) > most / 2) start = addDays(today, -2);
  const count = Math.min(most, daysBetween(start, last) + 1);
  return Array.from({ length: Math.max(1, count) }, (_, at) => addDays(start, at));
}

/** Grid columns of a stretch of days; null when it lies outside. */
export function place(days: string[], from: string, until: string): { start: number; end: number } | null {
  const first = days[0];
  const last = days[days.length - 1];
  if (!first || !last || until < first || from > last) return null;
  const start = Math.max(0, daysBetween(first, from));
  const end = Math.min(days.length - 1, daysBetween(first, until));
  return { start: start + 2, end: end + 3 };
}
