/** A state drawn as character, colour and word. */
export interface Mark {
  s: "ok" | "stop" | "warn" | "info" | "past" | "mute";
  letter: string;
  word: string;
  solid?: boolean;
}

/** One column of a grid: cells are text, never components, so that scrolling stays light. */
export interface Column<T> {
  key: string;
  title: string;
  /** Width in px; the column with `grow` takes what is left. */
  width: number;
  grow?: boolean;
  align?: "right" | "center";
  strong?: boolean;
  mute?: boolean;
  /** The name to sort by; absent where the host cannot sort. */
  sort?: string;
  text?: (row: T) => string;
  mark?: (row: T) => Mark | null;
}

/** What the list is ordered by. */
export interface Sort {
  key: string;
  descending: boolean;
}

/** The order after a click on a column head: up, then down, then up again. */
export function nextSort(current: Sort, key: string): Sort {
  return { key, descending: current.key === key ? !current.descending : false };
}

/** Where a key moves the active row; null when the key is not one of ours. */
export function moveRow(key: string, at: number, total: number, page: number): number | null {
  const last = total - 1;
  switch (key) {
    case "ArrowDown":
      return Math.min(last, at + 1);
    case "ArrowUp":
      return Math.max(0, at - 1);
    case "PageDown":
      return Math.min(last, at + page);
    case "PageUp":
      return Math.max(0, at - page);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}
