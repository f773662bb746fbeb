import { flushPromises, mount } from "@vue/test-utils";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { i18n } from "@/app/i18n";
import DataGrid from "./DataGrid.vue";
import { moveRow, nextSort, type Column } from "./columns";
import { makeRowCache, STRETCH } from "./rows";

interface Row {
  id: string;
  name: string;
}
const TOTAL = 100_000;
const load = (from: number, count: number) =>
  Promise.resolve({
    total: TOTAL,
    rows: Array.from({ length: Math.min(count, TOTAL - from) }, (_, at) => ({ id: `${from + at}`, name: `例${from + at}` })),
  });

describe("rows of a long list", () => {
  it("come in stretches and each stretch is asked for once", async () => {
    const asked = vi.fn(load);
    const cache = makeRowCache<Row>(() => asked, () => undefined);
    await cache.want(0, 20);
    await cache.want(5, 60);
    expect(asked).toHaveBeenCalledTimes(1);
    await cache.want(95, 110);
    expect(asked).toHaveBeenCalledTimes(2);
    expect(cache.row(STRETCH + 1)?.name).toBe(`例${STRETCH + 1}`);
    expect(cache.total.value).toBe(TOTAL);
  });

  it("of an older question are dropped when they arrive late", async () => {
    let finish: (value: { total: number; rows: Row[] }) => void = () => undefined;
    let slow = true;
    const cache = makeRowCache<Row>(
      () => () => (slow ? new Promise((resolve) => (finish = resolve)) : Promise.resolve({ total: 1, rows: [{ id: "new", name: "新" }] })),
      () => undefined,
    );
    const late = cache.want(0, 10);
    slow = false;
    await cache.reset();
    finish({ total: 9, rows: [{ id: "old", name: "旧" }] });
    await late;
    expect(cache.row(0)?.id).toBe("new");
    expect(cache.total.value).toBe(1);
  });

  it("can be asked for again after a failure", async () => {
    let fails = true;
    const seen: unknown[] = [];
    const cache = makeRowCache<Row>(() => (from, count) => (fails ? Promise.reject(new Error("断")) : load(from, count)), (error) => seen.push(error));
    await cache.want(0, 1);
    expect(seen).toHaveLength(1);
    fails = false;
    await cache.want(0, 1);
    expect(cache.row(0)?.id).toBe("0");
  });
});

describe("keys in the grid", () => {
  it("move within the list and not beyond it", () => {
    expect(moveRow("ArrowDown", 0, 3, 10)).toBe(1);
    expect(moveRow("PageDown", 1, 3, 10)).toBe(2);
    expect(moveRow("Home", 2, 3, 10)).toBe(0);
    expect(moveRow("End", 0, TOTAL, 10)).toBe(TOTAL - 1);
    expect(moveRow("ArrowUp", 0, 3, 10)).toBe(0);
    expect(moveRow("a", 0, 3, 10)).toBeNull();
  });

  it("turn the order of a column around", () => {
    expect(nextSort({ key: "name", descending: false }, "name")).toEqual({ key: "name", descending: true });
    expect(nextSort({ key: "name", descending: true }, "born_on")).toEqual({ key: "born_on", descending: false });
  });
});

describe("the grid", () => {
  const columns: Column<Row>[] = [{ key: "name", title: "姓名", width: 100, sort: "name", text: (row) => row.name }];
  // The test window has no layout; the grid is given the height it would have.
  beforeAll(() => {
    vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(570);
    vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(800);
  });
  afterAll(() => void vi.restoreAllMocks());
  const grid = async () => {
    const wrapper = mount(DataGrid<Row>, {
      props: { label: "人员", columns, load, stamp: 0, sort: { key: "name", descending: false } },
      global: { plugins: [i18n] },
      attachTo: document.body,
    });
    await flushPromises();
    return wrapper;
  };

  it("draws only a part of 100,000 rows and tells how many there are", async () => {
    const wrapper = await grid();
    const rows = wrapper.findAll('[role="row"]');
    expect(wrapper.attributes("aria-rowcount")).toBe(String(TOTAL + 1));
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.length).toBeLessThan(60);
    expect(wrapper.text()).toContain("例0");
    wrapper.unmount();
  });

  it("reaches the last row, and the row in the middle", async () => {
    const wrapper = await grid();
    await wrapper.trigger("keydown", { key: "End" });
    wrapper.element.dispatchEvent(new Event("scroll"));
    await flushPromises();
    expect(wrapper.attributes("aria-activedescendant")).toMatch(/-99999$/);
    wrapper.element.scrollTop = (TOTAL / 2) * 38;
    await wrapper.trigger("scroll");
    await flushPromises();
    expect(wrapper.text()).toContain(`例${TOTAL / 2}`);
  });

  it("says how its columns are ordered", async () => {
    const wrapper = await grid();
    expect(wrapper.get('[role="columnheader"]').attributes("aria-sort")).toBe("ascending");
  });

  it("is one stop for the Tab key and opens a row on Enter", async () => {
    const wrapper = await grid();
    expect(wrapper.attributes("tabindex")).toBe("0");
    expect(wrapper.findAll('button:not([tabindex="-1"])')).toHaveLength(0);
    await wrapper.trigger("keydown", { key: "ArrowDown" });
    await wrapper.trigger("keydown", { key: "Enter" });
    expect(wrapper.emitted("open")?.[0]).toEqual([{ id: "1", name: "例1" }]);
  });
});
