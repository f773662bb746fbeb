import { QueryClient } from "@tanstack/vue-query";
import { listen } from "@/api/call";
import { reportProgress } from "@/shared/job";
import { markSaved } from "@/shared/saved";
import { makeFollower } from "@/shared/topics";

/** Answers are asked for on every visit of a page; an office without a network is normal. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: "always",
        retry: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}

/** One event keeps the whole window current: what was shown under its topics is asked for again. */
export function followHost(client: QueryClient): void {
  const follow = makeFollower(client);
  listen({
    changed(topics) {
      markSaved();
      follow(topics);
    },
    progress: reportProgress,
  });
}
