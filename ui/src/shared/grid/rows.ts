import { shallowRef, triggerRef, type ShallowRef } from "vue";

/** A stretch of rows and how many there are in all. */
export interface RowWindow<T> {
  total: number;
  rows: T[];
}

/** Asks the host for `count` rows from `from` on. */
export type LoadRows<T> = (from: number, count: number) => Promise<RowWindow<T>>;

/** Rows are fetched in stretches of this many. */
export const STRETCH = 100;

/** The rows seen so far of a list that is never held whole. */
export interface RowCache<T> {
  total: ShallowRef<number>;
  /** Changes whenever rows arrive; read it to be told. */
  version: ShallowRef<number>;
  row(index: number): T | undefined;
  /** Fetch whatever of these rows is not there yet. */
  want(first: number, last: number): Promise<void>;
  /** Forget everything; rows stay visible until the new ones come. */
  reset(): Promise<void>;
}

/** A sparse cache of row stretches: at most one request per stretch, late answers of an old query dropped. */
export function makeRowCache<T>(load: () => LoadRows<T>, onError: (error: unknown) => void): RowCache<T> {
  const total = shallowRef(-1);
  const version = shallowRef(0);
  const rows = shallowRef(new Map<number, T>());
  let asked = new Set<number>();
  let age = 0;

  async function fetchStretch(stretch: number): Promise<void> {
    if (asked.has(stretch)) return;
    asked.add(stretch);
    const born = age;
    try {
      const answer = await load()(stretch * STRETCH, STRETCH);
      if (born !== age) return;
      total.value = answer.total;
      answer.rows.forEach((row, i) => rows.value.set(stretch * STRETCH + i, row));
      version.value += 1;
    } catch (error) {
      if (born !== age) return;
      asked.delete(stretch);
      onError(error);
    }
  }

  return {
    total,
    version,
    row: (index) => rows.value.get(index),
    async want(first, last) {
      const from = Math.floor(Math.max(0, first) / STRETCH);
      const to = Math.floor(Math.max(0, last) / STRETCH);
      const wanted: Promise<void>[] = [];
      for (let stretch = from; stretch <= to; stretch += 1) wanted.push(fetchStretch(stretch));
      await Promise.all(wanted);
    },
    async reset() {
      age += 1;
      asked = new Set();
      const born = age;
      try {
        const answer = await load()(0, STRETCH);
        if (born !== age) return;
        asked.add(0);
        rows.value = new Map(answer.rows.map((row, i) => [i, row]));
        triggerRef(rows);
        total.value = answer.total;
        version.value += 1;
      } catch (error) {
        if (born === age) onError(error);
      }
    },
  };
}
