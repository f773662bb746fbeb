import { QueryClient } from "@tanstack/vue-query";
import { listen } from "@/api/call";
import { reportProgress } from "@/shared/job";
import { markSaved } from "@/shared/saved";

/** Answers are kept until the host says something changed; an office without a network is normal. */
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
 * One event keeps the whole window current. Nearly every page counts across features (n/m, duties,
 * what waits to be sent), so all answers on screen are asked for again; the bytes of files are
 * named by what they hold and never change.
 */
export function followHost(client: QueryClient): void {
  listen({
    changed() {
      markSaved();
      void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== "file" });
    },
    progress: reportProgress,
  });
}
