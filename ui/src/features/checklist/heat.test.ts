import { describe, expect, it } from "vitest";
import type { HeatRow } from "@/api/bindings";
import { arrange, openSpots, step, usedColumns } from "./heat";

const row = (name: string, cells: HeatRow["cells"], department = ""): HeatRow => ({
  applicationId: name,
  name,
  department,
  cells,
  openCount: cells.filter((cell) => ["missing", "doubtful", "expired"].includes(cell)).length,
});
const rows = [
  row("甲", ["complete", "waived", "not_required"], "工程部"),
  row("乙", ["missing", "expired", "not_required"], "办公室"),
];

describe("the map of missing materials", () => {
  it("puts those with most to mend first", () => {
    expect(arrange(rows, "open", false).map((one) => one.name)).toEqual(["乙", "甲"]);
  });

  it("can leave out those who are through", () => {
    expect(arrange(rows, "department", true).map((one) => one.name)).toEqual(["乙"]);
  });

  it("knows every cell to mend, row by row", () => {
    expect(openSpots(rows)).toEqual([{ row: 1, column: 0 }, { row: 1, column: 1 }]);
  });

  it("hides materials nobody is asked for", () => {
    expect(usedColumns({ materials: [0, 1, 2].map((n) => ({ id: `${n}`, name: "", short: "", openCount: 0 })), rows, openCount: 2, openPeople: 1, renamed: 0 })).toEqual([0, 1]);
  });

  it("moves over shown columns only and stops at the edges", () => {
    expect(step({ row: 0, column: 0 }, "ArrowRight", 2, [0, 2])).toEqual({ row: 0, column: 2 });
    expect(step({ row: 0, column: 2 }, "ArrowRight", 2, [0, 2])).toEqual({ row: 0, column: 2 });
    expect(step({ row: 0, column: 0 }, "ArrowUp", 2, [0, 2])).toEqual({ row: 0, column: 0 });
    expect(step({ row: 0, column: 0 }, "a", 2, [0, 2])).toBeNull();
  });
});
