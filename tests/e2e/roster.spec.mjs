/**
 * A messy list in the window: dropped, understood, put right, imported, imported again, taken back; the
 * sheets that come of it; and every record of a person changed by hand.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { dropBytes, freshFolder, giveFiles, openBrowser, openPage, root, settled, startServer, visit } from "./lib.mjs";

const { folder, remove } = freshFolder();
let browser, server, page, complaints;

/** A title above, a note below the header, a word nobody knows, one cause in many rows, a number cut off. */
const LIST = [
  "昆明样例测绘有限公司（虚构）专业技术人员情况",
  "姓名,身份证号,性别,学历,评上日子,手机号码",
  "照身份证,18位数字,男或女,照毕业证,年月,11位",
  "样甲,530102198503150018,男,大本,2019.11,13000009001",
  "样乙,530103199004049987,女,大本,2018.12,13000009002",
  "样丙,5301031982100199,男,大本,2012.07,13000009003",
  "合计,3人",
].join("\r\n");

before(async () => {
  browser = await openBrowser();
  server = await startServer(folder, { today: "2025-08-25" });
  ({ page, complaints } = await openPage(browser, server.url));
  await visit(page, "/roster");
});

after(async () => {
  await browser?.close();
  await server?.stop();
  remove();
});

const ready = (n) => page.getByTestId("count-ready").filter({ hasText: new RegExp(`^${n}$`) }).waitFor();

/** The bytes the window hands out after an act. */
async function download(act) {
  const [file] = await Promise.all([page.waitForEvent("download"), act()]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

async function drop(name, text) {
  await dropBytes(page, page.locator(".drop"), name, text);
  await page.getByTestId("count-ready").waitFor();
}

describe("a messy list", () => {
  it("is dropped and understood, and says what it wants to know", async () => {
    await drop("人员情况.csv", LIST);
    await ready(2);
    assert.equal(await page.getByTestId("count-errors").innerText(), "2");
    assert.equal(await page.getByTestId("map-E").inputValue(), "");
    assert.equal(await page.getByTestId("header-first").inputValue(), "2");
  });

  it("takes another column and other header rows, and lets go of them again", async () => {
    const errors = (n) => page.getByTestId("count-errors").filter({ hasText: new RegExp(`^${n}$`) }).waitFor();
    await page.getByTestId("header-last").fill("4");
    await page.getByTestId("header-apply").click();
    await errors(1);
    await ready(1);
    await page.getByTestId("undo").click();
    await errors(2);
    assert.equal(await page.getByTestId("header-last").inputValue(), "2");
    await page.getByTestId("header-last").fill("3");
    await page.getByTestId("header-apply").click();
    await errors(1);
    await ready(2);
    await page.getByTestId("undo").click();
    await errors(2);
    await page.getByTestId("map-E").selectOption("title.obtained_on");
    await page.getByTestId("issue-title_missing").first().waitFor();
  });

  it("is put right in one cell, and in many at once", async () => {
    const id = page.getByTestId("issue-id_length").filter({ hasText: "样丙" });
    await id.getByTestId("fix-input").fill("530103198210019995");
    await id.getByTestId("fix-input").press("Enter");
    await ready(3);
    const words = page.getByTestId("issue-education_unknown").filter({ hasText: "大本" });
    assert.equal(await words.count(), 3);
    await words.first().getByTestId("fix-input").fill("大学本科");
    await words.first().getByTestId("fix-alike").click();
    await words.first().waitFor({ state: "detached" });
    await page.getByTestId("issue-title_missing").first().getByTestId("accept-alike").click();
    await page.getByText("已确认").first().waitFor();
  });

  it("gives the rows back with what is wrong, and a template", async () => {
    const problems = await download(() => page.getByTestId("errors").click());
    assert.equal(problems.name, "待改的行.xlsx");
    assert.equal(problems.bytes.subarray(0, 2).toString(), "PK");
    const template = await download(() => page.getByTestId("template").click());
    assert.equal(template.name, "人员信息模板.xlsx");
  });

  it("is imported, and the same once more changes nothing", async () => {
    await page.getByTestId("commit").click();
    await page.getByTestId("import-report").waitFor();
    assert.match(await page.getByTestId("import-report").innerText(), /3\s*新增/);
    await page.getByRole("button", { name: "再导一个表" }).click();
    await drop("人员情况.csv", LIST);
    await page.getByText(/导入过，内容一字未变/).waitFor();
    assert.equal(await page.getByTestId("map-E").inputValue(), "title.obtained_on", "as it was chosen");
    await page.getByTestId("commit").click();
    assert.match(await page.getByTestId("import-report").innerText(), /0\s*新增[\s\S]*2\s*没有变/);
  });

  it("is taken back as a whole", async () => {
    await page.getByRole("button", { name: "再导一个表" }).click();
    await page.getByTestId("history-undo").click();
    await page.getByText("已撤销：移出 3 人").first().waitFor();
    assert.equal((await server.call("person.list", {})).total, 0);
  });

  it("of two sheets is read from the one that is chosen", async () => {
    await giveFiles(page, [`${root}/tests/fixtures/roster/cells.xlsx`], () => page.getByTestId("choose-roster").click());
    await page.getByTestId("count-ready").waitFor();
    await page.getByTestId("sheet").selectOption("去年的名单");
    await ready(2);
    await page.getByTestId("commit").click();
    await page.getByTestId("import-report").waitFor();
  });

  it("that is none is refused in words, and the page lives on", async () => {
    await page.getByRole("button", { name: "再导一个表" }).click();
    await dropBytes(page, page.locator(".drop"), "扫描件.xlsx", "%PDF-1.7\n");
    await page.getByText("这是PDF，不是电子表格").waitFor();
  });
});

/** One record of every kind: section, what is typed, what the page then shows. */
const RECORDS = [
  ["title_held", { name: "助理工程师", level: "助理级", obtained_on: "2015.7", obtained_by: "认定" }, "2015.07"],
  ["education", { mode: "函授", level_text: "本科", school: "样例大学", is_overseas: "否" }, "样例大学"],
  ["study", { from: "2015.03", content: "高级研修班" }, "高级研修班"],
  ["work", { from: "2010年7月", unit: "样例测绘院", is_professional: "是" }, "2010.07"],
  ["achievement", { kind: "课题", name: "样例课题", period: "2021.06-2023.05" }, "样例课题"],
  ["achievement", { kind: "专利", name: "样例专利", number: "ZL0000" }, "样例专利"],
  ["achievement", { kind: "奖", name: "样例奖项", issuer: "样例局" }, "样例奖项"],
  ["achievement", { kind: "著作", name: "样例著作" }, "样例著作"],
  ["achievement", { kind: "论文", name: "样例论文", role: "第一作者" }, "样例论文"],
  ["achievement", { kind: "工作", name: "样例主要工作" }, "样例主要工作"],
  ["training", { year: "2024", general_hours: "30", specialty_hours: "60" }, "60"],
  ["activity", { from: "2019.05", name: "样例学术会" }, "样例学术会"],
  ["appraisal", { year: "2024", result: "优秀" }, "优秀"],
];

describe("a person's page", () => {
  before(async () => {
    const id = (await server.call("person.list", { query: "样甲" })).rows[0].id;
    await visit(page, `/person/${id}`);
  });

  it("takes a record of every block, by hand", async () => {
    for (const [section, values, shown] of RECORDS) {
      await page.getByTestId(`add-${section}`).click();
      for (const [key, value] of Object.entries(values)) await page.getByTestId(`edit-${key}`).fill(value);
      await page.getByTestId("save-edit").click();
      await page.getByTestId("save-edit").waitFor({ state: "detached" });
      await page.getByRole("cell", { name: shown, exact: true }).first().waitFor();
    }
  });

  it("changes one, refuses what cannot be read, and takes one out", async () => {
    const row = page.getByRole("row").filter({ hasText: "高级研修班" });
    await row.getByRole("button").click();
    await page.getByTestId("edit-from").fill("去年");
    await page.getByTestId("save-edit").click();
    await page.getByText(/读不出日期/).first().waitFor();
    await page.getByTestId("edit-from").fill("2014.12");
    await page.getByTestId("save-edit").click();
    await row.getByText("2014.12").waitFor();
    await row.getByRole("button").click();
    await page.getByTestId("remove-record").click();
    await row.waitFor({ state: "detached" });
  });

  it("changes the summary and the fields", async () => {
    await page.getByTestId("edit-fields").click();
    await page.locator("#edit-summary").fill("样例工作总结。");
    await page.getByTestId("edit-department").fill("测绘一部");
    await page.getByTestId("save-edit").click();
    await page.getByText("样例工作总结。").first().waitFor();
    await settled(page);
    assert.deepEqual(complaints, []);
  });
});
