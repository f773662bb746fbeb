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

/** Asks again for every answer on screen that these topics touch. */
export function invalidate(client: QueryClient, changed: readonly string[]): Promise<void> {
  return client.invalidateQueries({
    predicate: (query: Query) => meets(String(query.queryKey[0]), changed),
  });
}
