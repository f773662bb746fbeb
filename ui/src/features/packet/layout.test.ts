import { describe, expect, it } from "vitest";
import type { LayoutItem } from "@/api/bindings";
import { move, toLines, toVolumes, volumeAt } from "./layout";

const item = (id: string): LayoutItem => ({ id, name: id, section: "", volume: 1, isOptional: false });

describe("the order of a packet", () => {
  const lines = toLines([[item("a"), item("b")], [item("c")]]);

  it("is one list with a line where a volume begins, and volumes again", () => {
    expect(lines.map((line) => line.id)).toEqual(["a", "b", "break-1", "c"]);
    expect(toVolumes(lines)).toEqual([["a", "b"], ["c"]]);
    expect([0, 2, 3].map((at) => volumeAt(lines, at))).toEqual([1, 2, 2]);
  });

  it("is changed by moving one line, the line between volumes too", () => {
    expect(toVolumes(move(lines, 3, 0))).toEqual([["c", "a", "b"]]);
    expect(toVolumes(move(lines, 2, 1))).toEqual([["a"], ["b", "c"]]);
    expect(move(lines, 0, 9)).toBe(lines);
  });
});
