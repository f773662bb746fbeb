const KEY = "chengbao-person-columns";
const FIRST = ["born", "department", "title", "obtained", "intended", "conclusion"];

/** The columns of the list as they were last chosen on this computer. */
export function shownColumns(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "null");
    return Array.isArray(kept) ? kept.filter((one): one is string => typeof one === "string") : FIRST;
  } catch {
    return FIRST;
  }
}

export function keepShown(keys: string[]): void {
  localStorage.setItem(KEY, JSON.stringify(keys));
}
