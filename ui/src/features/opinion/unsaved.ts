import type { Opinion } from "@/api/bindings";

const drafts = new Map<string, Opinion>();

/** Opinions typed and not yet kept, for as long as the window is open. */
export function unsaved(): Map<string, Opinion> {
  return drafts;
}
