import { describe, expect, it } from "vitest";
import { addDays, daysBetween, dotted, dottedDay, duration, fullDay, monthDay, readDay, size, span, weekday } from "./format";

describe("dates a clerk types", () => {
  it.each([
    ["2025-09-15", "2025-09-15"],
    ["20250915", "2025-09-15"],
    ["2025.9.15", "2025-09-15"],
    ["2025/9/5", "2025-09-05"],
    ["2025年9月15日", "2025-09-15"],
    ["２０２５．９．１５", "2025-09-15"],
  ])("%s is understood", (typed, day) => {
    expect(readDay(typed)).toBe(day);
  });

  it.each(["2025-02-30", "2025.13.1", "2019.1", "87.4", "九月十五", ""])("%s is refused", (typed) => {
    expect(readDay(typed)).toBeNull();
  });
});

describe("dates a clerk reads", () => {
  it("show as much as is known", () => {
    expect(dotted("2019-11-20")).toBe("2019.11");
    expect(dotted("1986")).toBe("1986");
    expect(dottedDay("2019-11")).toBe("2019.11");
    expect(fullDay("2025-09-05")).toBe("2025年9月5日");
    expect(dotted(null)).toBe("");
  });

  it("name another year only where it is another", () => {
    expect(monthDay("2025-09-15", 2025)).toBe("9月15日");
    expect(monthDay("2025-09-15", 2026)).toBe("2025年9月15日");
  });

  it("know the weekday and count over the end of a month", () => {
    expect(weekday("2025-09-17")).toBe("三");
    expect(addDays("2025-09-30", 1)).toBe("2025-10-01");
    expect(daysBetween("2025-09-17", "2025-09-30")).toBe(13);
  });
});

describe("figures", () => {
  it("are said as people say them", () => {
    expect(span(53)).toBe("4年5个月");
    expect(span(60)).toBe("5年");
    expect(span(7)).toBe("7个月");
    expect(size(1_300_000)).toBe("1.2 兆");
    expect(size(12)).toBe("1 千字节");
    expect(duration(80_000)).toBe("1 分 20 秒");
  });
});
