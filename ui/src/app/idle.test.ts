import { effectScope, ref } from "vue";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useIdle } from "./idle";

describe("a window nobody touches", () => {
  const minutes = ref(5);
  const act = vi.fn();
  let busy = false;
  let scope = effectScope();

  beforeEach(() => {
    vi.useFakeTimers();
    act.mockClear();
    minutes.value = 5;
    busy = false;
    scope = effectScope();
    scope.run(() => useIdle(minutes, () => busy, act));
  });
  afterEach(() => {
    scope.stop();
    vi.useRealTimers();
  });

  it("acts after the time and not before, and every touch begins it anew", () => {
    vi.advanceTimersByTime(4 * 60_000);
    window.dispatchEvent(new Event("pointermove"));
    vi.advanceTimersByTime(4 * 60_000);
    expect(act).not.toHaveBeenCalled();
    vi.advanceTimersByTime(61_000);
    expect(act).toHaveBeenCalledTimes(1);
  });

  it("waits for what is under way, and never acts where nobody wants it", () => {
    busy = true;
    vi.advanceTimersByTime(20 * 60_000);
    expect(act).not.toHaveBeenCalled();
    busy = false;
    vi.advanceTimersByTime(5_000);
    expect(act).toHaveBeenCalledTimes(1);
    minutes.value = 0;
    vi.advanceTimersByTime(60 * 60_000);
    expect(act).toHaveBeenCalledTimes(1);
  });
});
