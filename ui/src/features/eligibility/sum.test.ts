import { describe, expect, it } from "vitest";
import type { Arithmetic } from "@/api/bindings";
import { ruler, words } from "./sum";

const sum: Arithmetic = {
  from: "2021-09-10",
  fromLabel: "取得助理工程师",
  until: "2025-12-31",
  untilLabel: "年限截止",
  gross: { years: 4, months: 3, days: 21 },
  deductions: [
    { from: "2023-03-01", until: "2024-02-29", span: { years: 1, months: 0, days: 0 }, label: "借调", cites: [] },
  ],
  net: { years: 3, months: 3, days: 21 },
  requiredParts: [{ years: 4, label: "大学本科", cites: [] }],
  requiredYears: 4,
  satisfiedOn: "2026-09-10",
  isSatisfied: false,
  shortBy: { years: 0, months: 8, days: 10 },
  otherReading: null,
    decisive: [],
  lines: [],
};

describe("the sum of years", () => {
  it("says lengths without empty parts", () => {
    expect(words({ years: 4, months: 3, days: 21 })).toBe("4年3个月");
    expect(words({ years: 5, months: 0, days: 0 })).toBe("5年");
    expect(words({ years: 0, months: 0, days: 12 })).toBe("12天");
    expect(words({ years: 0, months: 0, days: 0 })).toBe("0个月");
  });

  it("draws counted time, the secondment and the time to come without gaps", () => {
    const { stretches, cut, full } = ruler(sum);
    expect(stretches.map((one) => one.kind)).toEqual(["counted", "off", "counted", "future"]);
    for (let at = 1; at < stretches.length; at += 1) {
      const before = stretches[at - 1];
      expect(stretches[at]?.left).toBeCloseTo((before?.left ?? 0) + (before?.width ?? 0), 6);
    }
    expect(full).toBeGreaterThan(cut);
  });

  it("ends at the last day counted when the years were full before", () => {
    const done = ruler({ ...sum, deductions: [], satisfiedOn: "2025-09-10", isSatisfied: true });
    expect(done.stretches.map((one) => one.kind)).toEqual(["counted"]);
    expect(done.full).toBeLessThan(done.cut);
  });
});
