import type { HeatRow, Heatmap, MaterialState } from "@/api/bindings";
import { isOpen } from "@/shared/status";

/** A cell by its place in the map. */
export interface Spot {
  row: number;
  column: number;
}

/** Rows in the wanted order; with `openOnly` those where something is missing. */
export function arrange(rows: HeatRow[], by: "open" | "department", openOnly: boolean): HeatRow[] {
  const shown = openOnly ? rows.filter((row) => row.openCount > 0) : [...rows];
  if (by === "open") return shown.sort((a, b) => b.openCount - a.openCount);
  return shown.sort((a, b) => (a.department ?? "").localeCompare(b.department ?? "", "zh-CN"));
}

/** Cells somebody has to do something about, row by row. */
export function openSpots(rows: HeatRow[]): Spot[] {
  return rows.flatMap((row, at) =>
    row.cells.flatMap((state, column) => (isOpen(state) ? [{ row: at, column }] : [])),
  );
}

/** Columns that concern somebody; a material nobody is asked for only takes room. */
export function usedColumns(map: Heatmap): number[] {
  return map.materials
    .map((_, at) => at)
    .filter((at) => map.rows.some((row) => row.cells[at] !== "not_required"));
}

/** Where an arrow key leads from a cell. */
export function step(spot: Spot, key: string, rows: number, columns: number[]): Spot | null {
  const at = columns.indexOf(spot.column);
  const column = (to: number) => columns[Math.min(columns.length - 1, Math.max(0, to))] ?? spot.column;
  switch (key) {
    case "ArrowUp":
      return { ...spot, row: Math.max(0, spot.row - 1) };
    case "ArrowDown":
      return { ...spot, row: Math.min(rows - 1, spot.row + 1) };
    case "ArrowLeft":
      return { ...spot, column: column(at - 1) };
    case "ArrowRight":
      return { ...spot, column: column(at + 1) };
    case "Home":
      return { ...spot, column: column(0) };
    case "End":
      return { ...spot, column: column(columns.length - 1) };
    default:
      return null;
  }
}

/** Letter shown in a cell. */
export const LETTER: Record<MaterialState, string> = {
  complete: "齐",
  missing: "缺",
  doubtful: "疑",
  expired: "过",
  waived: "免",
  made_here: "制",
  not_required: "",
};
