import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/vue-query";
import { computed, toValue, type MaybeRefOrGetter } from "vue";
import { commands } from "@/api/bindings";
import { call, read } from "@/api/call";
import type { Command, Input, Output } from "@/api/commands";
import type { ApiError } from "@/api/error";
import { forgetUndo, refuse } from "./toast";
import { invalidate, topicsOf } from "./topics";

/** The answer of a reading command, kept until the host says it changed. */
export function useAsk<N extends Command>(
  name: N,
  input: MaybeRefOrGetter<Input<N> | null>,
  { keep = false }: { keep?: boolean } = {},
) {
  return useQuery<Output<N>, ApiError>({
    queryKey: computed(() => [name, toValue(input)]),
    queryFn: () => call(name, toValue(input) as Input<N>),
    enabled: computed(() => toValue(input) !== null),
    // What is made rather than looked up (forms, reports) is made once.
    staleTime: topicsOf(name).length ? 0 : Infinity,
    // A list may stay while its filter changes; one person's page never stands in for another's.
    placeholderData: keep ? (keepPreviousData as never) : undefined,
  });
}

/**
 * A writing command. What it refuses is said at once; what it wrote is asked for again even if
 * the host's event is late.
 */
export function useDo<N extends Command>(name: N) {
  const client = useQueryClient();
  const mutation = useMutation<Output<N>, ApiError, Input<N>>({
    mutationFn: (input) => call(name, input),
    onSuccess: () => {
      if (commands[name].isWrite) forgetUndo();
    },
    onError: refuse,
    onSettled: () => invalidate(client, topicsOf(name)),
  });
  return {
    busy: computed(() => mutation.isPending.value),
    /** Null when it was refused. */
    async run(input: Input<N>): Promise<Output<N> | null> {
      try {
        return await mutation.mutateAsync(input);
      } catch {
        return null;
      }
    },
  };
}

/** The bytes behind a file token. */
export function useBytes(token: MaybeRefOrGetter<string | null>) {
  return useQuery<ArrayBuffer, ApiError>({
    queryKey: computed(() => ["file", toValue(token)]),
    queryFn: () => read(toValue(token) ?? ""),
    enabled: computed(() => Boolean(toValue(token))),
    staleTime: Infinity,
    gcTime: 60_000,
  });
}
