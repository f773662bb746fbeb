import { effectScope } from "vue";
import { describe, expect, it } from "vitest";
import { useHost } from "@/api/call";
import { ApiError } from "@/api/error";
import type { Host } from "@/api/host";
import { reportProgress, timeLeft, useJob } from "./job";

function host(call: Host["call"], cancelled: string[] = []): Host {
  return {
    call,
    cancel: (job) => Promise.resolve(void cancelled.push(job)),
    pick: () => Promise.resolve([]),
    take: () => Promise.resolve([]),
    save: () => Promise.resolve(true),
    read: () => Promise.resolve(new ArrayBuffer(0)),
    listen: () => undefined,
  };
}

/** A page's scope, so that what the job leaves behind is tidied like in a page. */
function inScope<T>(make: () => T): T {
  const made = effectScope().run(make);
  if (made === undefined) throw new Error("scope is closed");
  return made;
}

describe("a long job", () => {
  it("shows its own progress and no other job's", async () => {
    let id = "";
    let finish: (value: unknown) => void = () => undefined;
    useHost(host((_name, _input, job) => {
      id = job ?? "";
      return new Promise((resolve) => (finish = resolve));
    }));
    const job = inScope(useJob);
    const done = job.run("eligibility.assess", { batchId: "b" });
    reportProgress({ job: "other", label: "别的", done: 9, total: 9 });
    expect(job.state.label).toBe("");
    reportProgress({ job: id, label: "预审", done: 3, total: 24 });
    expect(job.state).toMatchObject({ running: true, label: "预审", done: 3, total: 24 });
    finish({ eligible: 1 });
    await done;
    expect(job.state.running).toBe(false);
  });

  it("can be stopped once, and what it says then is no failure of ours", async () => {
    const cancelled: string[] = [];
    let refuse: (error: unknown) => void = () => undefined;
    useHost(host(() => new Promise((_resolve, reject) => (refuse = reject)), cancelled));
    const job = inScope(useJob);
    const done = job.run("packet.assemble", { batchId: "b", applicationIds: [] });
    await job.stop();
    await job.stop();
    expect(cancelled).toHaveLength(1);
    refuse(new ApiError({ code: "cancelled", message: "已取消" }));
    expect(await done).toBeNull();
    expect(job.state.error?.code).toBe("cancelled");
  });

  it("says nothing about the time left before there is a pace", () => {
    expect(timeLeft(500, 1, 10)).toBeNull();
    expect(timeLeft(4000, 0, 10)).toBeNull();
    expect(timeLeft(4000, 4, 10)).toBe(6000);
  });
});
