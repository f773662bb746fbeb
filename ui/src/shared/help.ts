import { shallowRef } from "vue";

/** The page of the help shown beside the station; null while none is. */
export const helpBeside = shallowRef<string | null>(null);

/** Stations that have a page of their own in the help, by its name: where each is. */
const STATIONS: Record<string, string> = {
  "first-hour": "/",
  unit: "/unit",
  roster: "/roster",
  person: "/person",
  choose: "choose",
  assess: "assess",
  material: "material",
  notice: "notice",
  opinion: "opinion",
  packet: "packet",
  submit: "submit",
  policy: "/policy",
  history: "/history",
  setting: "/setting",
};

/** The station a page of the help speaks of; null where it has none, or no batch to show it with. */
export function stationPath(name: string, batchId: string | null): string | null {
  const path = STATIONS[name];
  if (!path) return null;
  if (path.startsWith("/")) return path;
  return batchId ? `/batch/${batchId}/${path}` : null;
}
