import { describe, expect, it } from "vitest";
import { fit } from "./display";
import { safeScale } from "./pdf/load";

describe("the window's size", () => {
  it("keeps side panels beside the page at 1366", () => {
    expect(fit(1366, 768, 100)).toEqual({ narrow: false, short: false });
    expect(fit(1366, 690, 100)).toEqual({ narrow: false, short: true });
  });

  it("puts them below when letters are enlarged", () => {
    expect(fit(1366, 768, 150).narrow).toBe(true);
  });

  it("never draws a page larger than a canvas may be", () => {
    expect(safeScale(595, 842, 2)).toBe(2);
    const scale = safeScale(5000, 5000, 2);
    expect(5000 * scale * 5000 * scale).toBeLessThanOrEqual(16_000_001);
  });
});
