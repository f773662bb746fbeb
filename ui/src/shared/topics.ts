import type { Query, QueryClient } from "@tanstack/vue-query";
import { commands } from "@/api/bindings";
import type { Command } from "@/api/commands";

const ALL = "*";

/** What a command shows, or makes stale, as the table has it. */
export function topicsOf(command: string): readonly string[] {
  return commands[command as Command]?.topics ?? [];
}

/** Whether an answer of this command may differ after these topics changed. */
export function meets(command: string, changed: readonly string[]): boolean {
  const shown = topicsOf(command);
  return shown.length > 0 && (changed.includes(ALL) || shown.some((topic) => changed.includes(topic)));
}

/** When answers of a topic were last asked for anew. */
const renewed = new WeakMap<QueryClient, Map<string, number>>();

function renewedBy(client: QueryClient): Map<string, number> {
  const known = renewed.get(client) ?? new Map<string, number>();
  renewed.set(client, known);
  return known;
}

/** Asks again for every answer on screen that these topics touch. */
export function invalidate(client: QueryClient, changed: readonly string[]): Promise<void> {
  const now = Date.now();
  const at = renewedBy(client);
  for (const topic of changed) at.set(topic, now);
  return client.invalidateQueries({
    predicate: (query: Query) => meets(String(query.queryKey[0]), changed),
  });
}

const SOON = 50;
/** Between the end of one look and the next: what writes gets the program to itself in between. */
const APART = 600;

/**
 * What the host says changed, asked for a moment later and together: a hundred scans put in are not a
 * hundred looks at the whole map, and what the window has asked for since it was told is not asked for twice.
 */
export function makeFollower(client: QueryClient): (topics: readonly string[]) => void {
  const told = new Map<string, number>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = 0;

  async function flush(): Promise<void> {
    const stale = [...told].filter(([topic, at]) => (renewedBy(client).get(topic) ?? -1) < at).map(([topic]) => topic);
    told.clear();
    // A paper that takes long to be set does not hold up the rest.
    if (stale.length) await Promise.race([invalidate(client, stale), new Promise((done) => setTimeout(done, APART))]);
    last = Date.now();
    timer = undefined;
    // What was told while one looked is looked at next.
    if (told.size) plan();
  }

  function plan(): void {
    timer ??= setTimeout(() => void flush(), Math.max(SOON, last + APART - Date.now()));
  }

  return (topics) => {
    const now = Date.now();
    for (const topic of topics) told.set(topic, now);
    plan();
  };
}
