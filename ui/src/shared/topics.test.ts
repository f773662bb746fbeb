import { describe, expect, it } from "vitest";
import { meets } from "./topics";

describe("a change in the office", () => {
  it("touches the answers that show its topic", () => {
    expect(meets("person.list", ["person"])).toBe(true);
    expect(meets("history.list", ["person"])).toBe(false);
  });

  it("touches everything when the host lost count", () => {
    expect(meets("batch.get", ["*"])).toBe(true);
  });

  it("never makes a form be typeset again, nor the bytes of a file be read again", () => {
    expect(meets("notice.form", ["*", "notice"])).toBe(false);
    expect(meets("file", ["*"])).toBe(false);
  });
});
