import { QueryClient } from "@tanstack/vue-query";
import { listen } from "@/api/call";
import { reportProgress } from "@/shared/job";
import { markSaved } from "@/shared/saved";

/** Answers are kept until the host says their topic changed; an office without a network is normal. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: "always",
        retry: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        staleTime: Infinity,
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}

/**
 * One event keeps the whole window current. A query key begins with its command name, so a topic
 * meets every query of that feature; the work bench and the step bar look at everything.
 */
export function followHost(client: QueryClient): void {
  listen({
    changed(topics) {
      markSaved();
      void client.invalidateQueries({
        predicate: (query) => meets(String(query.queryKey[0] ?? ""), topics),
      });
    },
    progress: reportProgress,
  });
}

/** Commands that answer from more than one feature's tables. */
const WIDE = ["overview.", "batch.", "checklist.", "eligibility.", "person.", "history."];

/** Whether a change of these topics may alter the answer of this command. */
export function meets(command: string, topics: string[]): boolean {
  if (topics.includes("all") || topics.length === 0) return true;
  const feature = command.split(".")[0] ?? "";
  return topics.includes(feature) || WIDE.some((prefix) => command.startsWith(prefix));
}
