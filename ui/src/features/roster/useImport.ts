import { computed, ref, shallowRef } from "vue";
import type { CellFix, IssueChoice, RosterIssue, RosterPreview, RosterReport, RowRef } from "@/api/bindings";
import { useJob } from "@/shared/job";

/** One thing the clerk did to the list; the whole list of acts is what can be undone. */
export type Act =
  | { kind: "fix"; fix: CellFix }
  | { kind: "drop"; drop: RowRef }
  | { kind: "accept"; id: string };

/** The acts in the form the host asks for; a later fix of the same cell stands. */
export function fold(acts: Act[]): { fixes: CellFix[]; drops: RowRef[]; accepts: string[] } {
  const fixes = new Map<string, CellFix>();
  const drops = new Map<string, RowRef>();
  const accepts = new Set<string>();
  for (const act of acts) {
    if (act.kind === "fix") fixes.set(`${act.fix.sheet} ${act.fix.column}${act.fix.row}`, act.fix);
    else if (act.kind === "drop") drops.set(`${act.drop.sheet} ${act.drop.row}`, act.drop);
    else accepts.add(act.id);
  }
  return { fixes: [...fixes.values()], drops: [...drops.values()], accepts: [...accepts] };
}

/** What pressing a ready answer does. */
export function actOf(issue: RosterIssue, choice: IssueChoice): Act | null {
  if (choice.fix) return { kind: "fix", fix: choice.fix };
  if (choice.drop) return { kind: "drop", drop: choice.drop };
  return choice.accepts ? { kind: "accept", id: issue.id } : null;
}

/** A staff list on its way in: the file, the corrections, the preview, the report. */
export function useImport() {
  const file = shallowRef<{ token: string; name: string } | null>(null);
  const acts = ref<Act[]>([]);
  const preview = shallowRef<RosterPreview | null>(null);
  const report = shallowRef<RosterReport | null>(null);
  const reading = useJob();
  const writing = useJob();

  async function look(next: Act[]): Promise<boolean> {
    if (!file.value) return false;
    const answer = await reading.run("roster.preview", { file: file.value.token, ...fold(next) });
    if (!answer) return false;
    acts.value = next;
    preview.value = answer;
    return true;
  }

  async function open(chosen: { token: string; name: string }): Promise<void> {
    report.value = null;
    preview.value = null;
    acts.value = [];
    file.value = chosen;
    if (!(await look([])) && reading.state.error?.code === "cancelled") close();
  }

  function close(): void {
    file.value = null;
    preview.value = null;
    acts.value = [];
    reading.forget();
    writing.forget();
  }

  async function commit(): Promise<boolean> {
    if (!preview.value) return false;
    const answer = await writing.run("roster.commit", { preview: preview.value.preview });
    if (!answer) return false;
    report.value = answer;
    return true;
  }

  return {
    file,
    preview,
    report,
    reading,
    writing,
    canUndo: computed(() => acts.value.length > 0),
    open,
    close,
    commit,
    act: (act: Act) => look([...acts.value, act]),
    undo: () => look(acts.value.slice(0, -1)),
  };
}
