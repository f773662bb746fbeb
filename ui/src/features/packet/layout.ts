import type { LayoutItem } from "@/api/bindings";

/** A line of the order: a material, or the place where the next volume begins. */
export type Line = { kind: "item"; id: string; item: LayoutItem } | { kind: "break"; id: string };

/** Volumes as one list with a line between them. */
export function toLines(volumes: LayoutItem[][]): Line[] {
  return volumes.flatMap((volume, n): Line[] => [
    ...(n ? [{ kind: "break" as const, id: `break-${n}` }] : []),
    ...volume.map((item) => ({ kind: "item" as const, id: item.id, item })),
  ]);
}

/** The list as volumes of material ids; a volume without anything in it is none. */
export function toVolumes(lines: Line[]): string[][] {
  const volumes: string[][] = [[]];
  for (const line of lines) {
    if (line.kind === "break") volumes.push([]);
    else volumes.at(-1)?.push(line.id);
  }
  const filled = volumes.filter((volume) => volume.length);
  return filled.length ? filled : [[]];
}

/** A line put in another place. */
export function move(lines: Line[], from: number, to: number): Line[] {
  const line = lines[from];
  if (!line || to < 0 || to >= lines.length || from === to) return lines;
  const rest = lines.filter((_, at) => at !== from);
  return [...rest.slice(0, to), line, ...rest.slice(to)];
}

/** The volume a line is in, from 1. */
export function volumeAt(lines: Line[], at: number): number {
  return 1 + lines.slice(0, at + 1).filter((line) => line.kind === "break").length;
}
