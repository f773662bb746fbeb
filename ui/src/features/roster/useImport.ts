import { computed, ref, shallowRef } from "vue";
import type {
  CellFix,
  ColumnChoice,
  HeaderRows,
  IssueChoice,
  RosterIssue,
  RosterPreview,
  RosterReport,
  RowRef,
  WordChoice,
} from "@/api/bindings";
import { useJob } from "@/shared/job";

/** One thing the clerk did to the list; the whole list of acts is what can be undone. */
export type Act =
  | { kind: "fix"; fix: CellFix }
  | { kind: "drop"; drop: RowRef }
  | { kind: "take"; take: RowRef }
  | { kind: "accept"; ids: string[] }
  | { kind: "word"; word: WordChoice }
  | { kind: "column"; column: ColumnChoice }
  | { kind: "sheet"; sheet: string }
  | { kind: "header"; sheet: string; header: HeaderRows }
  | { kind: "encoding"; encoding: string }
  | { kind: "fresh" };

/** What the host is asked for beside the file. */
export interface Folded {
  fixes: CellFix[];
  drops: RowRef[];
  takes: RowRef[];
  accepts: string[];
  words: WordChoice[];
  mapping: ColumnChoice[];
  sheet: string | null;
  header: HeaderRows | null;
  encoding: string | null;
  isFresh: boolean;
}

/** The acts in the form the host asks for; a later choice of the same thing stands. */
export function fold(acts: Act[]): Folded {
  const fixes = new Map<string, CellFix>();
  const drops = new Map<string, RowRef>();
  const takes = new Map<string, RowRef>();
  const accepts = new Set<string>();
  const words = new Map<string, WordChoice>();
  const mapping = new Map<string, ColumnChoice>();
  let sheet: string | null = null;
  let header: HeaderRows | null = null;
  let encoding: string | null = null;
  let isFresh = false;
  for (const act of acts) {
    if (act.kind === "fix") fixes.set(`${act.fix.sheet} ${act.fix.column}${act.fix.row}`, act.fix);
    else if (act.kind === "drop") drops.set(`${act.drop.sheet} ${act.drop.row}`, act.drop);
    else if (act.kind === "take") takes.set(`${act.take.sheet} ${act.take.row}`, act.take);
    else if (act.kind === "accept") act.ids.forEach((id) => accepts.add(id));
    else if (act.kind === "word") words.set(`${act.word.field} ${act.word.raw}`, act.word);
    else if (act.kind === "encoding") encoding = act.encoding;
    else if (act.kind === "fresh") isFresh = true;
    else if (act.kind === "sheet") {
      // Another sheet has other columns.
      sheet = act.sheet;
      header = null;
      mapping.clear();
    } else if (act.kind === "header") {
      ({ sheet, header } = act);
      mapping.clear();
    } else {
      // One source a field: the latest choice takes it from the other column.
      for (const [key, other] of mapping) {
        if (act.column.field && other.field === act.column.field) mapping.set(key, { ...other, field: null });
      }
      mapping.set(act.column.column, act.column);
    }
  }
  return {
    fixes: [...fixes.values()],
    drops: [...drops.values()],
    takes: [...takes.values()],
    accepts: [...accepts],
    words: [...words.values()],
    mapping: [...mapping.values()],
    sheet,
    header,
    encoding,
    isFresh,
  };
}

/** What pressing a ready answer does. */
export function actOf(issue: RosterIssue, choice: IssueChoice): Act | null {
  if (choice.fix) return { kind: "fix", fix: choice.fix };
  if (choice.drop) return { kind: "drop", drop: choice.drop };
  if (choice.take) return { kind: "take", take: choice.take };
  return choice.accepts ? { kind: "accept", ids: [issue.id] } : null;
}

/** Open issues with the very same cause: kind, column and what the cell says. */
export function alike(issue: RosterIssue, all: RosterIssue[]): RosterIssue[] {
  return all.filter(
    (other) =>
      !other.isAccepted &&
      other.code === issue.code &&
      other.sheet === issue.sheet &&
      other.column === issue.column &&
      (other.raw === issue.raw || other.code === "date_assumed"),
  );
}

/** A staff list on its way in: the file, the corrections, the preview, the report. */
export function useImport() {
  const file = shallowRef<{ token: string; name: string } | null>(null);
  const acts = ref<Act[]>([]);
  const preview = shallowRef<RosterPreview | null>(null);
  const report = shallowRef<RosterReport | null>(null);
  const remember = ref(true);
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
    const answer = await writing.run("roster.commit", {
      preview: preview.value.preview,
      remember: remember.value,
    });
    if (!answer) return false;
    report.value = answer;
    return true;
  }

  return {
    file,
    preview,
    report,
    remember,
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
