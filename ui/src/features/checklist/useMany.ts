import { reactive, readonly } from "vue";
import { call } from "@/api/call";
import type { RefusedFile } from "@/api/bindings";
import { timeLeft, type JobState } from "@/shared/job";
import { ApiError } from "@/api/error";

/** A file and the cell it goes to. */
export interface Placed {
  token: string;
  application: string;
  material: string;
}

/** What became of them. */
export interface ManyReport {
  accepted: string[];
  refused: RefusedFile[];
}

/** Puts many files in, cell by cell; stopped half way, what is in stays in. */
export function useMany() {
  const state = reactive<JobState>({ running: false, cancelling: false, label: "", done: 0, total: 0, left: null, error: null });

  async function run(files: Placed[], label: string): Promise<ManyReport> {
    const cells = new Map<string, Placed[]>();
    for (const file of files) {
      const key = `${file.application} ${file.material}`;
      cells.set(key, [...(cells.get(key) ?? []), file]);
    }
    const report: ManyReport = { accepted: [], refused: [] };
    const began = Date.now();
    Object.assign(state, { running: true, cancelling: false, label, done: 0, total: files.length, left: null, error: null });
    try {
      for (const group of cells.values()) {
        const first = group[0];
        if (!first || state.cancelling) break;
        const { accepted, refused } = await call("attachment.add", {
          applicationId: first.application,
          materialId: first.material,
          files: group.map((one) => one.token),
          validUntil: null,
        });
        report.accepted.push(...accepted.map((one) => one.id));
        report.refused.push(...refused);
        state.done += group.length;
        state.left = timeLeft(Date.now() - began, state.done, state.total);
      }
    } catch (error) {
      state.error = ApiError.from(error);
    } finally {
      state.running = false;
    }
    return report;
  }

  const stop = (): void => {
    state.cancelling = true;
  };
  return { state: readonly(state) as Readonly<JobState>, run, stop };
}

/** Takes all of them out again. */
export async function takeOut(ids: string[]): Promise<void> {
  for (const id of ids) await call("attachment.remove", { id });
}
