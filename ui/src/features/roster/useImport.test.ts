import { describe, expect, it } from "vitest";
import { fold, type Act } from "./useImport";

const fix = (value: string): Act => ({
  kind: "fix",
  fix: { sheet: "人员", row: 10, column: "D", value },
});

describe("corrections of a staff list", () => {
  it("keep only the last text typed into a cell", () => {
    expect(fold([fix("1"), fix("2")]).fixes).toEqual([
      { sheet: "人员", row: 10, column: "D", value: "2" },
    ]);
  });

  it("say each dropped row and each confirmation once", () => {
    const drop: Act = { kind: "drop", drop: { sheet: "人员", row: 23 } };
    const accept: Act = { kind: "accept", id: "a" };
    expect(fold([drop, accept, drop, accept])).toEqual({
      fixes: [],
      drops: [{ sheet: "人员", row: 23 }],
      accepts: ["a"],
    });
  });
});
