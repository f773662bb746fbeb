import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { ApiError } from "./error";
import type { FileToken, Host, ProgressEvent } from "./host";

async function ask<T>(command: string, args: Record<string, unknown>): Promise<T> {
  try {
    return await invoke<T>(command, args);
  } catch (error) {
    throw ApiError.from(error);
  }
}

/** A name as hex of its UTF-8: headers carry no Chinese. */
function hex(name: string): string {
  return Array.from(new TextEncoder().encode(name), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The host inside the window: one command, two events, native dialogs. */
export function tauriHost(): Host {
  return {
    call: (name, input, job) => ask("call", { name, input, job: job ?? null }),
    cancel: (job) => ask("cancel", { job }),
    pick: ({ accept, multiple }) => ask<FileToken[]>("pick", { accept, multiple }),
    async take(files) {
      const taken: FileToken[] = [];
      for (const file of files) {
        const bytes = new Uint8Array(await file.arrayBuffer());
        try {
          taken.push(
            await invoke<FileToken>("take", bytes, {
              headers: { "x-name": hex(file.name) },
            }),
          );
        } catch (error) {
          throw ApiError.from(error);
        }
      }
      return taken;
    },
    save: (token, name) => ask("save", { token, name }),
    read: (token) => ask<ArrayBuffer>("read", { token }),
    listen(events) {
      void listen<{ topics: string[] }>("changed", (event) => {
        events.changed(event.payload.topics);
      });
      void listen<ProgressEvent>("progress", (event) => {
        events.progress(event.payload);
      });
    },
  };
}
