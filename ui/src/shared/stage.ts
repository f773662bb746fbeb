import type { FormEntry } from "@/api/bindings";

/** Forms under the step they belong to, steps in the order of the season. */
export function byStage(forms: FormEntry[]): { stage: string; forms: FormEntry[] }[] {
  const stages: { stage: string; forms: FormEntry[] }[] = [];
  for (const form of forms) {
    const known = stages.find((one) => one.stage === form.stage);
    if (known) known.forms.push(form);
    else stages.push({ stage: form.stage, forms: [form] });
  }
  return stages;
}
