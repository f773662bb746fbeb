import { describe, expect, it } from "vitest";
import type { RosterIssue } from "@/api/bindings";
import { alike, fold, type Act } from "./useImport";

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
    const accept: Act = { kind: "accept", ids: ["a"] };
    const folded = fold([drop, accept, drop, accept]);
    expect(folded.drops).toEqual([{ sheet: "人员", row: 23 }]);
    expect(folded.accepts).toEqual(["a"]);
  });

  it("let one column feed a field, the latest chosen", () => {
    const put = (column: string, field: string | null): Act => ({ kind: "column", column: { column, field } });
    expect(fold([put("C", "born_on"), put("D", "born_on")]).mapping).toEqual([
      { column: "C", field: null },
      { column: "D", field: "born_on" },
    ]);
  });

  it("forget the columns when another sheet is taken", () => {
    const acts: Act[] = [
      { kind: "column", column: { column: "C", field: "born_on" } },
      { kind: "sheet", sheet: "在职" },
    ];
    expect(fold(acts)).toMatchObject({ mapping: [], sheet: "在职" });
  });

  it("keep the header rows until another sheet is taken", () => {
    const header: Act = { kind: "header", sheet: "在职", header: { first: 3, last: 4 } };
    expect(fold([header])).toMatchObject({ sheet: "在职", header: { first: 3, last: 4 } });
    expect(fold([header, { kind: "sheet", sheet: "离退" }])).toMatchObject({ sheet: "离退", header: null });
  });

  it("find the open issues with the very same cause", () => {
    const issue = (id: string, raw: string, isAccepted = false): RosterIssue => ({
      id, raw, isAccepted, severity: "warning", code: "value_unknown", sheet: "人员", row: 1, column: "B",
      personName: "", field: "", title: "", message: "", suggestion: "", fieldKey: "sex", more: 0, input: null, choices: [],
    });
    const all = [issue("1", "M"), issue("2", "M"), issue("3", "F"), issue("4", "M", true)];
    expect(alike(all[0] as RosterIssue, all).map((one) => one.id)).toEqual(["1", "2"]);
  });
});
