import type { Command, Input, Output } from "./commands";
import type { FileToken, Host, HostEvents, PickOptions } from "./host";

export type { FileToken } from "./host";

let host: Host | undefined;

/** Chooses the host once, before anything is asked. Tauri's part is loaded only inside Tauri. */
export async function openHost(): Promise<void> {
  if ("__TAURI_INTERNALS__" in window) {
    host = (await import("./host-tauri")).tauriHost();
  } else {
    host = (await import("./host-http")).httpHost();
  }
}

/** For tests: answers from a stand-in. */
export function useHost(stand: Host): void {
  host = stand;
}

function current(): Host {
  if (!host) throw new Error("openHost first");
  return host;
}

/** Run a command of the table; input and output types follow from its name. */
export async function call<N extends Command>(
  name: N,
  input: Input<N>,
  job?: string,
): Promise<Output<N>> {
  return (await current().call(name, input, job)) as Output<N>;
}

/** Ask a running job to stop. */
export const cancel = (job: string): Promise<void> => current().cancel(job);

/** Let the person choose files. */
export const pick = (options: PickOptions): Promise<FileToken[]> => current().pick(options);

/** Take in dropped files. */
export const take = (files: File[]): Promise<FileToken[]> => current().take(files);

/** Hand a file out; false when the person changed their mind. */
export const save = (token: string, name: string): Promise<boolean> => current().save(token, name);

/** The bytes of a file. */
export const read = (token: string): Promise<ArrayBuffer> => current().read(token);

/** Listen to the host's events. */
export const listen = (events: HostEvents): void => {
  current().listen(events);
};
