import { expect, test } from "vitest";
import { headings, placeOf } from "./place";

const PAGES = [
  "目录 一、申报必读 二、问答 8.借调人员能否申报",
  "7.工勤人员转到专业技术岗位，要有岗位变动的审批手续，满一个聘期。",
  "8.借调人员和从事行政工作的人员：借调期间没有承担本单位工作的，这段时间不算任职年限，要扣除。",
  "9.博士后在站期间的成果可以算。",
];

test("a clause is found by what it says, not by the table of contents", () => {
  expect(placeOf("问8(1)", "借调出去没有干本单位的活，这段时间不计入任职年限。", PAGES)).toBe(3);
  expect(placeOf("问9", "博士后在站做出的成果能算进去。", PAGES)).toBe(4);
});

test("a scan without text has no place", () => {
  expect(placeOf("问8(1)", "借调时间不计入。", ["", " ", ""])).toBeNull();
});

test("a copy of another document has no place for the clause", () => {
  expect(placeOf("问8(1)", "借调出去没有干本单位的活，这段时间不计入任职年限。", ["学历查询信息 样例", "第二页 样例"])).toBeNull();
});

test("the heading of a locator is looked for as the documents write it", () => {
  expect(headings("问8(1)").some((mark) => mark.test("8.借调人员"))).toBe(true);
  expect(headings("问8(1)").some((mark) => mark.test("18.承诺书"))).toBe(false);
  expect(headings("五（三）2")).toHaveLength(2);
});
