/**
 * What a clerk does with the policy: look a clause up in the office's own copy, compare two years and
 * the staff under them, decide a reading, fill a committee's notice in, look a person's years ahead.
 */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { kept } from "./kept.mjs";
import { giveFiles, openBrowser, openPage, sampleFile, startServer, visit } from "./lib.mjs";

const { folder, remove, office } = await kept("posted");
let browser, server, page, complaints;

before(async () => {
  browser = await openBrowser();
  server = await startServer(folder, { today: "2025-09-17" });
  ({ page, complaints } = await openPage(browser, server.url));
});

after(async () => {
  await browser?.close();
  await server?.stop();
  remove();
});

describe("the policy in the window", () => {
  it("opens the office's own copy beside the clause and remembers the page", async () => {
    await visit(page, "/policy/G25.Q8.1");
    await giveFiles(page, [sampleFile("scan/09-education-record-2p.pdf")], () => page.getByTestId("attach-copy").click());
    await page.getByTestId("source-copy").waitFor();
    await page.getByText(/原文里没有找到这一条/).waitFor();
    await page.getByTestId("pdf-pages").getByText("第 1 页，共 2 页").waitFor();
    await page.getByRole("button", { name: "下一页" }).click();
    await page.getByTestId("keep-page").click();
    await page.getByText("在第 2 页（您记住的）").waitFor();
    await visit(page, "/policy/G25.Q17");
    await page.getByTestId("read-copy").waitFor();
  });

  it("says what changed between two years and who of the staff is told something else", async () => {
    await visit(page, "/policy-diff");
    await page.getByTestId("diff").getByText("后来未载").first().waitFor();
    await page.getByRole("button", { name: "谁受影响" }).click();
    await page.getByTestId("compare-staff").click();
    const sum = await page.getByTestId("affected-sum").innerText();
    assert.match(sum, /看了 \d+ 人，[1-9]\d* 人受影响/);
    await page.getByTestId("diff-from").selectOption({ label: "2022 年度" });
    await page.getByTestId("compare-staff").waitFor();
  });

  it("judges the open applications again when a reading is decided, and back", async () => {
    await visit(page, "/policy-reading");
    const start = page.getByTestId("reading-kunming.tenure-start");
    await start.getByLabel("从受聘之日").check();
    await page.getByText(/口径改了，\d+ 人的结论跟着变了/).first().waitFor();
    await start.getByRole("button", { name: "照默认" }).click();
    await start.getByRole("button", { name: "照默认" }).waitFor({ state: "detached" });
    assert.equal(await start.getByLabel("从取得职称之日").isChecked(), true);
  });

  it("takes a committee's notice as a form; what is missing is said, what is asked then holds", async () => {
    await visit(page, "/policy-notice");
    await page.getByTestId("committee-km.45").click();
    await page.getByTestId("notice-name").fill("样例评委会2025年度申报通知（虚构）");
    await page.getByTestId("notice-save").click();
    await page.getByText("发文机关没有填").first().waitFor();
    await page.getByTestId("notice-issuer").fill("样例评委会（虚构）");
    await page.getByTestId("add-clauses").click();
    await page.getByLabel("在哪一处，如 二（三） 1").fill("一");
    await page.getByLabel("大意，用自己的话写 1").fill("项目至少要九个。");
    await page.getByTestId("add-conditions").click();
    await page.getByLabel("数目 1").fill("9");
    await page.getByTestId("add-materials").click();
    await page.getByLabel("材料名称，照通知 1").fill("诚信声明");
    await page.getByTestId("notice-save").click();
    await page.getByText("通知用上了，没有封存的结论已重判").first().waitFor();
    await visit(page, `/batch/${office.batch}/assess/${office.eligible}`);
    await page.getByText("本评委会要9项").first().waitFor();
    await visit(page, "/policy-notice");
    await page.getByRole("button", { name: "移出" }).click();
    await page.getByText("本单位已叠上的").waitFor({ state: "detached" });
  });

  it("refuses a pack that is none, in words", async () => {
    await giveFiles(page, [sampleFile("scan/03-diploma.jpg")], () => page.getByTestId("import-pack").click());
    await page.getByText("文件不是规则包").first().waitFor();
  });

  it("looks a person's years ahead and asks “and if”", async () => {
    const { rows } = await server.call("person.list", { query: "样建国", count: 1 });
    await visit(page, `/person/${rows[0].id}`);
    await page.getByTestId("tab-forecast").click();
    await page.getByTestId("forecast").getByText("最早 2025 年可以申报").waitFor();
    await page.getByTestId("if-match").selectOption({ label: "不一致" });
    await page.getByText("假定所学与申报专业不一致").first().waitFor();
  });

  it("never breaks the page's own policy", () => {
    assert.deepEqual(complaints, []);
  });
});
