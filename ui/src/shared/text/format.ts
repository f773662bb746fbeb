/* Dates travel as `YYYY-MM-DD` or `YYYY-MM` text and instants as UTC; here they become Chinese. */

const WEEK = "日一二三四五六";

/** Parts of a civil date; month and day are null when the date is only partly known. */
export function parts(text: string): { y: number; m: number | null; d: number | null } | null {
  const found = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/.exec(text);
  if (!found) return null;
  return {
    y: Number(found[1]),
    m: found[2] ? Number(found[2]) : null,
    d: found[3] ? Number(found[3]) : null,
  };
}

/** `2019.11` from a date; as much as is known. */
export function dotted(text: string | null | undefined): string {
  if (!text) return "";
  const p = parts(text);
  if (!p) return text;
  return [String(p.y), p.m && pad(p.m)].filter(Boolean).join(".");
}

/** `2019.11.20` from a date; as much as is known. */
export function dottedDay(text: string | null | undefined): string {
  if (!text) return "";
  const p = parts(text);
  if (!p) return text;
  return [String(p.y), p.m && pad(p.m), p.d && pad(p.d)].filter(Boolean).join(".");
}

/** `9月15日`; with the year when it is another than `year`. */
export function monthDay(text: string | null | undefined, year?: number): string {
  if (!text) return "";
  const p = parts(text);
  if (!p?.m) return text;
  const lead = year !== undefined && year !== p.y ? `${p.y}年` : "";
  return `${lead}${p.m}月${p.d ? `${p.d}日` : ""}`;
}

/** `2025年9月15日`. */
export function fullDay(text: string | null | undefined): string {
  if (!text) return "";
  const p = parts(text);
  if (!p) return text;
  return `${p.y}年${p.m ? `${p.m}月` : ""}${p.d ? `${p.d}日` : ""}`;
}

/** The character of the weekday: 日一二三四五六. */
export function weekday(text: string): string {
  const p = parts(text);
  if (!p?.m || !p.d) return "";
  return WEEK[new Date(Date.UTC(p.y, p.m - 1, p.d)).getUTCDay()] ?? "";
}

/** Days from one civil date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** The civil date so many days later. */
export function addDays(text: string, days: number): string {
  const at = new Date(`${text}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** `14:22`, in the time of this computer. */
export function clock(at: Date): string {
  return `${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

/** `9月15日 16:31` from a UTC instant, in the time of this computer. */
export function moment(instant: string | null | undefined): string {
  if (!instant) return "";
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return instant;
  return `${at.getMonth() + 1}月${at.getDate()}日 ${clock(at)}`;
}

/** Sizes as people say them: 万 for small, 兆 for large. */
export function size(bytes: number): string {
  if (bytes >= 1024 * 1024) return `${(bytes / 1024 / 1024).toFixed(1)} 兆`;
  return `${Math.max(1, Math.round(bytes / 1024))} 千字节`;
}

/** `4年5个月`; never a bare number. */
export function span(months: number): string {
  const sign = months < 0 ? "负" : "";
  const whole = Math.abs(months);
  const y = Math.floor(whole / 12);
  const m = whole % 12;
  if (!y) return `${sign}${m}个月`;
  return m ? `${sign}${y}年${m}个月` : `${sign}${y}年`;
}

/** `1 分 20 秒`, for the time a job still needs. */
export function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} 秒`;
  const rest = seconds % 60;
  return rest ? `${Math.floor(seconds / 60)} 分 ${rest} 秒` : `${Math.floor(seconds / 60)} 分`;
}

/**
 * A date as people type it, made `YYYY-MM-DD`. Refuses what could be two dates and what does not
 * exist: null.
 */
export function readDay(typed: string): string | null {
  const text = typed
    .trim()
    .replace(/[０-９]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[年月．。/\s]/g, ".")
    .replace(/日$/, "");
  const found =
    /^(\d{4})[.-](\d{1,2})[.-](\d{1,2})$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (!found) return null;
  const [y, m, d] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const at = new Date(Date.UTC(y, m - 1, d));
  if (at.getUTCMonth() !== m - 1 || at.getUTCDate() !== d || y < 1900) return null;
  return `${y}-${pad(m)}-${pad(d)}`;
}

/** Today on this computer, as `YYYY-MM-DD`. */
export function today(): string {
  const now = new Date();
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
}

function pad(n: number): string {
  return String(n).padStart(2, "0");
}
