/** A file the person gave or the program made; only the token travels, never a path. */
export interface FileToken {
  token: string;
  name: string;
  bytes: number;
}

/** How far a long job has come. */
export interface ProgressEvent {
  job: string;
  label: string;
  done: number;
  total: number;
}

/** What the host says unasked. */
export interface HostEvents {
  changed(topics: string[]): void;
  progress(event: ProgressEvent): void;
}

/** What the dialog for choosing files shows. */
export interface PickOptions {
  /** Endings with the dot: `.xlsx`. */
  accept: string[];
  multiple: boolean;
}

/** Where the window runs: inside Tauri, or in a browser against `chengbao serve`. */
export interface Host {
  /** Run one command of the table. Rejects with `ApiError`. */
  call(name: string, input: unknown, job?: string): Promise<unknown>;
  /** Ask a running job to stop. */
  cancel(job: string): Promise<void>;
  /** Let the person choose files; an empty list when they changed their mind. */
  pick(options: PickOptions): Promise<FileToken[]>;
  /** Take in files that were dropped onto the window. */
  take(files: File[]): Promise<FileToken[]>;
  /** Hand a file out under a proposed name; false when the person changed their mind. */
  save(token: string, name: string): Promise<boolean>;
  /** The bytes of a file, for previews. */
  read(token: string): Promise<ArrayBuffer>;
  /** Listen from now on. */
  listen(events: HostEvents): void;
}
