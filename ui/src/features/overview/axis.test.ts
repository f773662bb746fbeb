import { describe, expect, it } from "vitest";
import { axis, place } from "./axis";

describe("the backward plan", () => {
  it("is drawn from its first to its last day", () => {
    const days = axis([{ from: "2025-09-15", until: "2025-09-22" }, { from: "2025-09-30", until: "2025-09-30" }], "2025-09-17");
    expect(days[0]).toBe("2025-09-15");
    expect(days[days.length - 1]).toBe("2025-09-30");
    expect(days).toHaveLength(16);
  });

  it("starts shortly before today when it is too long to show whole", () => {
    expect(axis([{ from: "2025-07-01", until: "2025-09-30" }], "2025-09-17", 16)[0]).toBe("2025-09-15");
  });

  it("cuts a bar at the edges and leaves out what lies beyond them", () => {
    const days = axis([{ from: "2025-09-15", until: "2025-09-19" }], "2025-09-15");
    expect(place(days, "2025-09-10", "2025-09-16")).toEqual({ start: 2, end: 4 });
    expect(place(days, "2025-10-01", "2025-10-02")).toBeNull();
  });
});
