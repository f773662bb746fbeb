import type { Heatmap, HeatRow } from "@/api/bindings";

/** Where a file belongs by its name; null where the name does not say. */
export interface Place {
  application: string | null;
  column: number | null;
}

/** Letters only, as a name is compared: no ending, no figures, no marks. */
function letters(text: string): string {
  return text.normalize("NFKC").replace(/[^\p{L}]/gu, "");
}

/** Whether the letters stand in the text in this order, with others between them. */
function isWithin(part: string, text: string): boolean {
  let at = 0;
  for (const letter of part) {
    at = text.indexOf(letter, at) + 1;
    if (!at) return false;
  }
  return true;
}

/** The only one with the longest hit; two that are as good are none. */
function best<T>(all: T[], length: (one: T) => number): T | null {
  const top = Math.max(0, ...all.map(length));
  const found = top ? all.filter((one) => length(one) === top) : [];
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** Columns a file of this person may go to: what is made here is never handed in. */
export function columnsFor(row: HeatRow): number[] {
  return row.cells.flatMap((state, at) => (state === "made_here" || state === "not_required" ? [] : [at]));
}

/**
 * The person and the material a path names, folder or file: `样建国/身份证 正面.jpg`,
 * `样建国-毕业证.pdf`. What could be two is left to the clerk.
 */
export function placeOf(path: string, map: Pick<Heatmap, "materials" | "rows">): Place {
  const stem = path.normalize("NFKC").replace(/\.[a-z]{3,4}$/i, "");
  const text = letters(stem);
  const row = best(map.rows, (one) => (text.includes(letters(one.name)) ? letters(one.name).length : 0));
  if (!row) return { application: null, column: null };
  // Each folder and each part of the name speaks for itself, without the person's name.
  const parts = [row.name, letters(row.name)].reduce((rest, name) => rest.split(name).join(" "), stem).split(/[^\p{L}]+/u).filter(Boolean);
  const hit = (part: string, word: string): number => {
    if (part.includes(word)) return word.length + 100;
    return part.length > 1 && isWithin(part, word) ? part.length : 0;
  };
  const said = (at: number): number => {
    const words = [map.materials[at]?.short, map.materials[at]?.name].map((word) => letters(word ?? "")).filter(Boolean);
    return Math.max(0, ...parts.flatMap((part) => words.map((word) => hit(part, word))));
  };
  return { application: row.applicationId, column: best(columnsFor(row), said) };
}
