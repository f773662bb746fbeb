/** What a key of the window does. */
export type Deed =
  | { kind: "sheet" }
  | { kind: "go" }
  | { kind: "find" }
  | { kind: "help" }
  | { kind: "undo" }
  | { kind: "step"; step: string }
  | { kind: "place"; to: string };

/** The seven steps by their place in the address, in the order of the step bar. */
export const STEPS = ["choose", "assess", "material", "notice", "opinion", "packet", "submit"];
/** Places outside a batch: Alt and the digits the steps leave. */
const PLACES: Record<string, string> = { 8: "/person", 9: "/policy", 0: "/" };

/** What is read of a key event. */
export type Press = Pick<KeyboardEvent, "key" | "code" | "altKey" | "ctrlKey" | "metaKey" | "isComposing" | "keyCode" | "defaultPrevented" | "target">;

/** Whether letters go into what has the focus. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !/^(?:checkbox|radio|button|submit|file|range)$/.test(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

/** What a key means outside any field; a word that is being composed means nothing yet. */
export function deedOf(press: Press): Deed | null {
  if (press.defaultPrevented || press.isComposing || press.keyCode === 229 || isTyping(press.target)) return null;
  const isPlain = !press.altKey && !press.ctrlKey && !press.metaKey;
  if (isPlain) {
    if (press.key === "F1") return { kind: "help" };
    if (press.key === "?" || press.key === "？") return { kind: "sheet" };
    return press.key === "/" || press.key === "、" ? { kind: "find" } : null;
  }
  if ((press.ctrlKey || press.metaKey) && !press.altKey) {
    const letter = press.key.toLowerCase();
    if (letter === "z") return { kind: "undo" };
    return letter === "k" ? { kind: "go" } : null;
  }
  if (!press.altKey || press.ctrlKey || press.metaKey) return null;
  // With a modifier some keyboards give another character than the one on the key.
  const digit = /^Digit(\d)$/.exec(press.code)?.[1] ?? press.key;
  const step = STEPS[Number(digit) - 1];
  if (step) return { kind: "step", step };
  const to = PLACES[digit];
  return to ? { kind: "place", to } : null;
}

/** One line of the sheet: its sentence, and the ways to press it. */
export interface KeyLine {
  text: string;
  keys: string[][];
}

/** Every key that works, by where it works; the sentences are under `app.keys`. */
export const SHEET: { group: string; lines: KeyLine[] }[] = [
  {
    group: "everywhere",
    lines: [
      { text: "sheet", keys: [["?"]] },
      { text: "go", keys: [["Ctrl", "K"]] },
      { text: "find", keys: [["/"]] },
      { text: "help", keys: [["F1"]] },
      { text: "undo", keys: [["Ctrl", "Z"]] },
      { text: "close", keys: [["Esc"]] },
    ],
  },
  {
    group: "places",
    lines: [
      { text: "steps", keys: [["Alt", "1"], ["Alt", "7"]] },
      { text: "person", keys: [["Alt", "8"]] },
      { text: "policy", keys: [["Alt", "9"]] },
      { text: "overview", keys: [["Alt", "0"]] },
    ],
  },
  {
    group: "table",
    lines: [
      { text: "rows", keys: [["↑"], ["↓"]] },
      { text: "cells", keys: [["←"], ["→"]] },
      { text: "pages", keys: [["PgUp"], ["PgDn"]] },
      { text: "ends", keys: [["Home"], ["End"]] },
      { text: "tick", keys: [["空格"]] },
      { text: "open-row", keys: [["回车"]] },
    ],
  },
  {
    group: "date",
    lines: [
      { text: "calendar", keys: [["Alt", "↓"]] },
      { text: "day", keys: [["←"], ["→"]] },
      { text: "week", keys: [["↑"], ["↓"]] },
    ],
  },
];
