import { computed, reactive, shallowRef } from "vue";
import type { KeyMade } from "@/api/bindings";

/** A recovery code that was just made: shown once, by the frame, until somebody says they have it. */
export const madeKey = shallowRef<KeyMade | null>(null);

/** Characters of a pass phrase at least; the program refuses fewer. */
export const LEAST_PHRASE = 8;

/** A pass phrase typed twice, and what is wrong with it so far. */
export function usePhrase() {
  const typed = reactive({ phrase: "", again: "" });
  const length = () => [...typed.phrase.trim()].length;
  return reactive({
    typed,
    tooShort: computed(() => typed.phrase !== "" && length() < LEAST_PHRASE),
    differs: computed(() => typed.again !== "" && typed.again !== typed.phrase),
    ready: computed(() => length() >= LEAST_PHRASE && typed.again === typed.phrase),
    clear(): void {
      typed.phrase = typed.again = "";
    },
  });
}

/** Everything on screen is of an office that is closed now: the window begins anew. */
export function beginAnew(): void {
  location.hash = "#/";
  location.reload();
}
