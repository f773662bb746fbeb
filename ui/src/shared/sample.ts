import { shallowRef } from "vue";
import type { SampleOpened } from "@/api/bindings";

/** The sample office, once it has been opened in this window. */
export const sample = shallowRef<SampleOpened | null>(null);

/** A staff list waiting to be looked at by the import page. */
export const pendingRoster = shallowRef<{ token: string; name: string } | null>(null);
