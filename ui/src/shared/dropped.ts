/** A file that was dropped, and the folders it lay in. */
export interface Dropped {
  file: File;
  path: string;
}

/** Every file of a drop, also those in folders; the engine says what is a folder only while the drop lasts. */
export async function filesOf(transfer: DataTransfer): Promise<Dropped[]> {
  const entries = Array.from(transfer.items).map((item) => item.webkitGetAsEntry?.() ?? null);
  const plain = Array.from(transfer.files).map((file) => ({ file, path: file.name }));
  if (!entries.some((entry) => entry?.isDirectory)) return plain;
  const found = await Promise.all(entries.map((entry) => (entry ? within(entry) : [])));
  return found.flat();
}

async function within(entry: FileSystemEntry): Promise<Dropped[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((done, fail) => (entry as FileSystemFileEntry).file(done, fail));
    return [{ file, path: entry.fullPath.replace(/^\//, "") }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const inside: FileSystemEntry[] = [];
  // A reader hands its entries out in parts; an empty part is the end.
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((done, fail) => reader.readEntries(done, fail));
    if (!part.length) break;
    inside.push(...part);
  }
  return (await Promise.all(inside.map(within))).flat();
}
