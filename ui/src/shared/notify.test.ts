import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { notify, startNotify, tell } from "./notify";

describe("a word to whoever looks elsewhere", () => {
  const said: string[] = [];
  let answer = "granted";
  beforeEach(() => {
    said.length = 0;
    answer = "granted";
    const stand = vi.fn(function (title: string, { body }: { body: string }) {
      said.push(`${title}：${body}`);
    });
    vi.stubGlobal("Notification", Object.assign(stand, { permission: "granted", requestPermission: () => Promise.resolve(answer) }));
    vi.spyOn(document, "hidden", "get").mockReturnValue(true);
    notify.isOn = false;
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it("is said once it is wanted", async () => {
    tell("呈报", "审核结果到了");
    expect(said).toEqual([]);
    expect(await startNotify()).toBe(true);
    tell("呈报", "审核结果到了");
    expect(said).toEqual(["呈报：审核结果到了"]);
  });

  it("is not said to whoever looks here", async () => {
    await startNotify();
    vi.spyOn(document, "hidden", "get").mockReturnValue(false);
    vi.spyOn(document, "hasFocus").mockReturnValue(true);
    tell("呈报", "审核结果到了");
    expect(said).toEqual([]);
  });

  it("stays off where the computer refuses", async () => {
    answer = "denied";
    expect(await startNotify()).toBe(false);
    expect(notify.isOn).toBe(false);
  });
});
