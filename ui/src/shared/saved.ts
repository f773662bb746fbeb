import { ref } from "vue";

/** When the program last wrote something to this computer; null until it has. */
export const savedAt = ref<Date | null>(null);

/** Everything is written at once, so the last change is the last save. */
export function markSaved(): void {
  savedAt.value = new Date();
}
