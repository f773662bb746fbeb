import { beforeEach, describe, expect, it } from "vitest";
import { nextTick } from "vue";
import { guide, GUIDED, isGuided, markSeen, nextStation, restartGuide } from "./guide";

beforeEach(restartGuide);

describe("the guide", () => {
  it("leads from each station to the next", () => {
    expect(GUIDED.slice(0, -1).map(nextStation)).toEqual(GUIDED.slice(1));
    expect(nextStation("submit")).toBeNull();
    expect(nextStation("history")).toBeNull();
  });

  it("speaks only at its stations, only in the first batch", () => {
    expect(isGuided("assess", 1)).toBe(true);
    expect(isGuided("assess", 2)).toBe(false);
    expect(isGuided("history", 1)).toBe(false);
    expect(isGuided(undefined, 0)).toBe(false);
  });

  it("remembers what was read, and that all was", async () => {
    markSeen("unit");
    await nextTick();
    expect(isGuided("unit", 0)).toBe(false);
    expect(JSON.parse(localStorage.getItem("chengbao-guide") ?? "")).toEqual({ isOff: false, seen: ["unit"] });
    GUIDED.forEach(markSeen);
    expect(guide.isOff).toBe(true);
    restartGuide();
    expect(isGuided("unit", 0)).toBe(true);
  });
});
