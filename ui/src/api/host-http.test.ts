import { describe, expect, it } from "vitest";
import { dispatch } from "./host-http";
import type { ProgressEvent } from "./host";

function listening() {
  const changed: string[][] = [];
  const progress: ProgressEvent[] = [];
  return { changed, progress, events: { changed: (topics: string[]) => changed.push(topics), progress: (event: ProgressEvent) => progress.push(event) } };
}

describe("events of the loopback server", () => {
  it("say which topics changed", () => {
    const seen = listening();
    dispatch('event: changed\ndata: {"topics":["person","batch"]}', seen.events);
    expect(seen.changed).toEqual([["person", "batch"]]);
  });

  it("say how far a job has come", () => {
    const seen = listening();
    dispatch('event:progress\r\ndata:{"job":"a","label":"排版","done":2,"total":5}', seen.events);
    expect(seen.progress).toEqual([{ job: "a", label: "排版", done: 2, total: 5 }]);
  });

  it("that only keep the line open are passed over", () => {
    const seen = listening();
    dispatch(": ping", seen.events);
    expect(seen.changed).toEqual([]);
  });
});
