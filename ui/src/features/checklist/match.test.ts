import { describe, expect, it } from "vitest";
import type { HeatRow } from "@/api/bindings";
import { columnsFor, placeOf } from "./match";

const head = (id: string, short: string, name = short) => ({ id, short, name, openCount: 0 });
const row = (applicationId: string, name: string, cells: HeatRow["cells"]): HeatRow => ({ applicationId, name, department: null, cells, openCount: 0 });
const map = {
  materials: [head("id", "身份证"), head("diploma", "毕业学位证", "毕业证书、学位证书"), head("title", "职称证书"), head("out", "外省职称"), head("notice", "公示表"), head("move", "转岗证明"), head("life", "经历证明")],
  rows: [
    row("a", "样建国", ["missing", "missing", "complete", "not_required", "made_here", "missing", "missing"]),
    row("b", "例晓东", ["missing", "missing", "missing", "missing", "made_here", "not_required", "missing"]),
    row("c", "测试·阿牛", ["missing", "missing", "missing", "not_required", "made_here", "not_required", "not_required"]),
    row("d", "样建", ["missing", "missing", "missing", "not_required", "made_here", "not_required", "not_required"]),
    row("e", "同名", ["missing", "missing", "missing", "missing", "made_here", "not_required", "not_required"]),
    row("f", "同名", ["missing", "missing", "missing", "missing", "made_here", "not_required", "not_required"]),
  ],
};

describe("a file's place by its name", () => {
  it.each([
    ["样建国-身份证-正面.jpg", "a", 0],
    ["例晓东/2-毕业证.pdf", "b", 1],
    ["批次材料/例晓东/学位证书.PDF", "b", 1],
    ["职称证_例晓东.png", "b", 2],
    ["阿牛 测试·阿牛 身份证.jpg", "c", 0],
    ["样建国转岗证明.jpg", "a", 5],
  ])("%s", (path, application, column) => {
    expect(placeOf(path, map)).toEqual({ application, column });
  });

  it("is asked for where the name says too little, too much, or two things", () => {
    expect(placeOf("IMG_0012.jpg", map)).toEqual({ application: null, column: null });
    expect(placeOf("样建国.jpg", map)).toEqual({ application: "a", column: null });
    expect(placeOf("样建国-证明.jpg", map)).toEqual({ application: "a", column: null });
    expect(placeOf("同名-身份证.jpg", map)).toEqual({ application: null, column: null });
  });

  it("is never one that is made here or that nobody is asked for", () => {
    expect(columnsFor(map.rows[0] as HeatRow)).toEqual([0, 1, 2, 5, 6]);
    expect(placeOf("样建国-公示表.pdf", map)).toEqual({ application: "a", column: null });
    expect(placeOf("样建国-外省职称.pdf", map)).toEqual({ application: "a", column: null });
  });
});
