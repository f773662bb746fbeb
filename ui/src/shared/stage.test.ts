import { describe, expect, it } from "vitest";
import type { FormEntry } from "@/api/bindings";
import { byStage } from "./stage";

const form = (name: string, stage: string) => ({ name, stage }) as FormEntry;

describe("forms by stage", () => {
  it("keep the order of the season and of the forms in it", () => {
    const stages = byStage([form("a", "公示"), form("b", "公示"), form("c", "报送")]);
    expect(stages.map((one) => [one.stage, one.forms.map((f) => f.name)])).toEqual([
      ["公示", ["a", "b"]],
      ["报送", ["c"]],
    ]);
  });

  it("are none where there are none", () => {
    expect(byStage([])).toEqual([]);
  });
});
