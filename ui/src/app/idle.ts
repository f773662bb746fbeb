import { onScopeDispose, watch, type Ref } from "vue";

const TOUCHES = ["pointerdown", "pointermove", "keydown", "wheel"] as const;
const LOOK_EVERY = 5_000;

/**
 * Calls `act` once nobody has touched the window for so many minutes; 0 never. `isBusy` puts it off: what
 * is under way is finished first.
 */
export function useIdle(minutes: Readonly<Ref<number>>, isBusy: () => boolean, act: () => void): void {
  let touched = Date.now();
  const touch = (): void => {
    touched = Date.now();
  };
  for (const name of TOUCHES) window.addEventListener(name, touch, { passive: true, capture: true });
  const timer = setInterval(() => {
    if (minutes.value <= 0 || Date.now() - touched < minutes.value * 60_000) return;
    if (isBusy()) return;
    touch();
    act();
  }, LOOK_EVERY);
  watch(minutes, touch);
  onScopeDispose(() => {
    clearInterval(timer);
    for (const name of TOUCHES) window.removeEventListener(name, touch, { capture: true });
  });
}
