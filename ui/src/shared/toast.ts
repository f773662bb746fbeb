import { reactive } from "vue";
import { ApiError } from "@/api/error";

/** One short word to the person about what just happened. */
export interface Toast {
  id: number;
  s: "ok" | "stop" | "warn" | "info";
  text: string;
  hint: string;
  incident: string;
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

/** It is done, and this is what came out. */
export function say(text: string): void {
  show({ s: "ok", text, hint: "", incident: "" }, 6000);
}

/** It was refused, and this is why and what now. */
export function refuse(error: unknown): void {
  const { code, message, hint, incident } = ApiError.from(error);
  show({ s: code === "cancelled" ? "info" : "stop", text: message, hint, incident }, 15_000);
}
