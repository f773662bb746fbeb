import { reactive, watch } from "vue";

/** The guide through the first batch: which stations were read, and whether it is wanted at all. */
export interface Guide {
  isOff: boolean;
  seen: string[];
}

/** Stations the guide speaks at, in the order of the season; each leads to the next one. */
export const GUIDED = ["unit", "roster", "person", "choose", "assess", "material", "notice", "opinion", "packet", "submit"];

const KEY = "chengbao-guide";

function stored(): Guide {
  try {
    const raw = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Guide>;
    return { isOff: raw.isOff === true, seen: Array.isArray(raw.seen) ? raw.seen.filter((one) => GUIDED.includes(one)) : [] };
  } catch {
    return { isOff: false, seen: [] };
  }
}

/** Kept on this computer, as letters and light are. */
export const guide = reactive<Guide>(stored());
watch(guide, () => localStorage.setItem(KEY, JSON.stringify(guide)));

/** The station after this one; null at the end. */
export function nextStation(station: string): string | null {
  const at = GUIDED.indexOf(station);
  return at < 0 ? null : (GUIDED[at + 1] ?? null);
}

/** Whether the guide speaks at a station; whoever has done a batch needs no guide. */
export function isGuided(station: string | undefined, batches: number): station is string {
  return station !== undefined && !guide.isOff && batches < 2 && GUIDED.includes(station) && !guide.seen.includes(station);
}

/** This station needs no more words. */
export function markSeen(station: string): void {
  if (!guide.seen.includes(station)) guide.seen.push(station);
  if (GUIDED.every((one) => guide.seen.includes(one))) guide.isOff = true;
}

/** From the beginning. */
export function restartGuide(): void {
  guide.isOff = false;
  guide.seen = [];
}
