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
const APART = 400;

/**
 * What the host says changed, asked for a moment later and together: a hundred scans put in are not a
 * hundred looks at the whole map, and what the window has asked for since it was told is not asked for twice.
 */
export function makeFollower(client: QueryClient): (topics: readonly string[]) => void {
  const told = new Map<string, number>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = 0;

  function flush(): void {
    timer = undefined;
    last = Date.now();
    const stale = [...told].filter(([topic, at]) => (renewedBy(client).get(topic) ?? -1) < at).map(([topic]) => topic);
    told.clear();
    if (stale.length) void invalidate(client, stale);
  }

  return (topics) => {
    const now = Date.now();
    for (const topic of topics) told.set(topic, now);
    timer ??= setTimeout(flush, Math.max(SOON, last + APART - now));
  };
}
