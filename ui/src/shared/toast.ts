import { reactive } from "vue";
import { ApiError } from "@/api/error";

/** One short word to the person about what just happened. */
export interface Toast {
  id: number;
  s: "ok" | "stop" | "warn" | "info";
  text: string;
  hint: string;
  incident: string;
  /** Takes it back; only the newest deed can be. */
  undo: (() => Promise<unknown>) | null;
}

export const toasts = reactive<Toast[]>([]);
let next = 1;

function show(toast: Omit<Toast, "id">, stay: number): void {
  const id = next++;
  toasts.push({ id, ...toast });
  setTimeout(() => dismiss(id), stay);
}

/** Take a word away before its time. */
export function dismiss(id: number): void {
  const at = toasts.findIndex((toast) => toast.id === id);
  if (at >= 0) toasts.splice(at, 1);
}

/** It is done, and this is what came out; with `undo` it stays long enough to be thought over. */
export function say(text: string, undo: (() => Promise<unknown>) | null = null): void {
  if (undo) forgetUndo();
  show({ s: "ok", text, hint: "", incident: "", undo }, undo ? 60_000 : 6000);
}

/** Something else was written since: what was offered would no longer lead back to where one was. */
export function forgetUndo(): void {
  for (const toast of toasts) toast.undo = null;
}

/** Takes the newest deed back; false when there is none to take back. */
export function takeBack(): boolean {
  const last = toasts.find((toast) => toast.undo);
  const undo = last?.undo;
  if (!last || !undo) return false;
  dismiss(last.id);
  void undo().catch(refuse);
  return true;
}

/** It was refused, and this is why and what now. */
export function refuse(error: unknown): void {
  const { code, message, hint, incident } = ApiError.from(error);
  show({ s: code === "cancelled" ? "info" : "stop", text: message, hint, incident, undo: null }, 15_000);
}
