import type { QueryClient } from "@tanstack/vue-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { invalidate, makeFollower, meets } from "./topics";

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

describe("what the host says changed", () => {
  const client = () => {
    const asked: string[][] = [];
    const fake = { invalidateQueries: ({ predicate }: { predicate: (query: { queryKey: string[] }) => boolean }) => {
      asked.push(["overview.get", "checklist.get", "unit.get"].filter((name) => predicate({ queryKey: [name] })));
      return Promise.resolve();
    } };
    return { asked, client: fake as unknown as QueryClient };
  };
  beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
  afterEach(() => void vi.useRealTimers());

  it("is asked for once for many events", async () => {
    const { asked, client: one } = client();
    const follow = makeFollower(one);
    for (let at = 0; at < 100; at += 1) {
      follow(["checklist"]);
      await vi.advanceTimersByTimeAsync(10);
    }
    await vi.advanceTimersByTimeAsync(2000);
    expect(asked.length).toBeLessThanOrEqual(4);
    expect(asked.every((names) => names.join() === "checklist.get")).toBe(true);
  });

  it("is asked for after the last event", async () => {
    const { asked, client: one } = client();
    const follow = makeFollower(one);
    follow(["overview"]);
    await vi.advanceTimersByTimeAsync(60);
    follow(["unit"]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toEqual([["overview.get"], ["unit.get"]]);
  });

  it("is not asked for again where the window already did", async () => {
    const { asked, client: one } = client();
    const follow = makeFollower(one);
    follow(["overview", "unit"]);
    vi.advanceTimersByTime(5);
    void invalidate(one, ["overview"]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toEqual([["overview.get"], ["unit.get"]]);
  });
});
