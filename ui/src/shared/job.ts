import { computed, onScopeDispose, reactive, readonly, ref, type Ref } from "vue";
import { call, cancel } from "@/api/call";
import type { Command, Input, Output } from "@/api/commands";
import { ApiError } from "@/api/error";
import type { ProgressEvent } from "@/api/host";

/** What the window shows of one long job. */
export interface JobState {
  running: boolean;
  cancelling: boolean;
  label: string;
  done: number;
  total: number;
  /** Milliseconds left by the pace so far; null while it cannot be told. */
  left: number | null;
  error: ApiError | null;
}

interface Watched {
  state: JobState;
  started: number;
}

const jobs = new Map<string, Watched>();

/** Whether anything long is under way. */
export const isWorking = (): boolean => [...jobs.values()].some((job) => job.state.running);

/** The host's report, handed to the job it belongs to. */
export function reportProgress(event: ProgressEvent): void {
  const job = jobs.get(event.job);
  if (!job) return;
  job.state.label = event.label;
  job.state.done = event.done;
  job.state.total = event.total;
  job.state.left = timeLeft(Date.now() - job.started, event.done, event.total);
}

/** Milliseconds left if the rest goes as the part done did; null before there is a pace. */
export function timeLeft(elapsed: number, done: number, total: number): number | null {
  if (done <= 0 || total <= 0 || elapsed < 1500) return null;
  return Math.max(0, Math.round((elapsed / done) * (total - done)));
}

/** Runs commands that take longer than a moment: one at a time, with progress and cancel. */
export function useJob() {
  const state = reactive<JobState>({
    running: false,
    cancelling: false,
    label: "",
    done: 0,
    total: 0,
    left: null,
    error: null,
  });
  const id: Ref<string> = ref("");

  async function run<N extends Command>(name: N, input: Input<N>): Promise<Output<N> | null> {
    if (state.running) return null;
    id.value = crypto.randomUUID();
    Object.assign(state, {
      running: true,
      cancelling: false,
      label: "",
      done: 0,
      total: 0,
      left: null,
      error: null,
    });
    jobs.set(id.value, { state, started: Date.now() });
    try {
      return await call(name, input, id.value);
    } catch (error) {
      state.error = ApiError.from(error);
      return null;
    } finally {
      jobs.delete(id.value);
      state.running = false;
    }
  }

  async function stop(): Promise<void> {
    if (!state.running || state.cancelling) return;
    state.cancelling = true;
    try {
      await cancel(id.value);
    } catch {
      state.cancelling = false;
    }
  }

  onScopeDispose(() => jobs.delete(id.value));
  return {
    state: readonly(state) as Readonly<JobState>,
    busy: computed(() => state.running),
    run,
    stop,
    forget: () => {
      state.error = null;
    },
  };
}
