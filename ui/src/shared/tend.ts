import { onScopeDispose, readonly, ref, shallowRef } from "vue";
import type { TendReport } from "@/api/bindings";
import { useJob, type JobState } from "./job";

const last = shallowRef<TendReport | null>(null);
/** What the last look came to; the same for every page. */
export const tended = readonly(last);
/** The look under way, to be shown and stopped where one likes. */
export const tending = shallowRef<{ state: Readonly<JobState>; stop: () => Promise<void> } | null>(null);

/** Milliseconds until the next look; while nothing waits, a person's next deed may change that. */
export function pauseAfter(report: TendReport | null): number {
  const seconds = report?.waitSeconds ?? 0;
  return (seconds > 0 ? seconds : 60) * 1000;
}

/**
 * While the window is open: sends on what the network held up and brings decisions, by what the host
 * says is due. It never pairs, and never sends what nobody has sent. Asked for once, by the window.
 */
export function useTending(): void {
  const job = useJob();
  const isOver = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  tending.value = { state: job.state, stop: job.stop };

  async function look(): Promise<void> {
    if (job.busy.value) return;
    clearTimeout(timer);
    // Refused or stopped, it says nothing new; a damaged office is told of elsewhere.
    const report = await job.run("sync.tend", { failures: last.value?.failures ?? 0 });
    if (report && (report.isAsked || last.value)) last.value = report;
    if (!isOver.value) timer = setTimeout(() => void look(), pauseAfter(last.value));
  }

  const now = (): void => void look();
  timer = setTimeout(now, 5000);
  window.addEventListener("online", now);
  onScopeDispose(() => {
    isOver.value = true;
    clearTimeout(timer);
    window.removeEventListener("online", now);
    tending.value = null;
  });
}
