/** Somebody new: three questions, the sample and out of it again, the guide, the help, the keys. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { freshFolder, objections, openBrowser, openPage, startServer, visit } from "./lib.mjs";

const { folder, remove } = freshFolder();
let browser, server, page, complaints;

before(async () => {
  browser = await openBrowser();
  server = await startServer(folder, { today: "2025-09-10" });
  ({ page, complaints } = await openPage(browser, server.url, { guided: true }));
}, { timeout: 120_000 });

after(async () => {
  await browser?.close();
  await server?.stop();
  remove();
});

const path = () => decodeURIComponent(new URL(page.url()).hash.slice(1));
const closed = (name) => page.getByRole("dialog", { name }).waitFor({ state: "hidden" });
/** Lets go of a field, as keys of the window mean nothing inside one. */
const leave = () => page.evaluate(() => document.activeElement?.blur());

describe("the first day", () => {
  it("offers the sample, says that it is one, and takes it away again", async () => {
    await page.getByTestId("first-run").waitFor();
    assert.deepEqual(await objections(page), []);
    await page.getByTestId("try-sample").click();
    await page.getByTestId("count-ready").waitFor();
    await page.getByTestId("commit").click();
    await page.getByTestId("import-report").waitFor();
    await visit(page, "/");
    await page.getByTestId("discard-sample").click();
    assert.deepEqual(await objections(page), []);
    await page.getByTestId("discard-yes").click();
    await page.getByTestId("first-run").waitFor();
    const { total } = await server.call("person.list", { query: "", department: null, conclusion: null, sort: null, descending: false, from: 0, count: 1 });
    assert.equal(total, 0);
    assert.equal((await server.call("unit.get", {})).own, null);
  });

  it("asks three questions, says what is missing, and keeps the answers", async () => {
    const next = page.getByTestId("first-next");
    await next.click();
    assert.equal(await page.getByRole("alert").count(), 2);
    await page.getByTestId("kind-state_enterprise").check();
    await page.getByTestId("tier-county").check();
    await next.click();
    await page.getByTestId("first-name").fill("样例县试用公司（虚构甲）");
    await page.getByTestId("first-code").fill("91530124maxxxxxa9");
    await next.click();
    assert.match(await page.getByRole("alert").innerText(), /18 位/);
    await page.getByTestId("first-code").fill("91530124maxxxxxa9x");
    await next.click();
    await page.getByTestId("first-back").click();
    await next.click();
    await page.getByTestId("first-person").fill("试经办");
    assert.deepEqual(await objections(page), []);
    await next.click();
    // The lock is asked for, and may wait (lock.spec answers it).
    await page.getByTestId("key-phrase").waitFor();
    assert.deepEqual(await objections(page), []);
    await next.click();
    assert.match(await page.getByRole("alert").innerText(), /暂不加密/);
    await page.getByTestId("first-open").click();
    await page.getByTestId("empty").waitFor();
    const { own } = await server.call("unit.get", {});
    assert.deepEqual([own.kind, own.tier, own.creditCode, own.preparer.name], ["state_enterprise", "county", "91530124MAXXXXXA9X", "试经办"]);
  });
});

describe("the guide", () => {
  it("says what to do at a station and leads to the next one", async () => {
    await visit(page, "/unit");
    const guide = page.getByTestId("guide");
    assert.equal(await guide.getAttribute("data-station"), "unit");
    await page.getByTestId("guide-next").click();
    await page.locator('[data-testid="guide"][data-station="roster"]').waitFor();
    assert.equal(path(), "/roster");
    assert.deepEqual(await objections(page), []);
    await page.getByTestId("guide-seen").click();
    await guide.waitFor({ state: "detached" });
    await visit(page, "/unit");
    assert.equal(await guide.count(), 0);
  });

  it("is remembered, put away, and had again", async () => {
    await page.reload();
    await visit(page, "/roster");
    assert.equal(await page.getByTestId("guide").count(), 0);
    await visit(page, "/person");
    await page.getByTestId("guide-off").click();
    await visit(page, "/batch");
    assert.equal(await page.getByTestId("guide").count(), 0);
    await visit(page, "/setting");
    await page.getByTestId("guide-again").click();
    await visit(page, "/unit");
    await page.getByTestId("guide").waitFor();
    await page.getByTestId("guide-off").click();
  });
});

describe("the help", () => {
  it("opens beside the work, at the page of the station, and leaves what is half done", async () => {
    const beside = page.getByTestId("help-beside");
    await visit(page, "/policy");
    await page.locator('main input[type="search"]').fill("借调");
    await page.getByTestId("help-here").click();
    await beside.getByRole("heading", { name: "政策依据", level: 2 }).waitFor();
    assert.deepEqual(await objections(page), []);
    await page.keyboard.press("Escape");
    await beside.waitFor({ state: "detached" });
    assert.equal(await page.locator('main input[type="search"]').inputValue(), "借调");
    await visit(page, "/roster");
    await page.getByTestId("help-here").click();
    await beside.getByRole("heading", { name: "导入人员", level: 2 }).waitFor();
    await beside.getByRole("link", { name: "字段说明" }).click();
    await beside.getByRole("heading", { name: "字段说明", level: 2 }).waitFor();
    assert.equal(path(), "/roster");
    await page.getByTestId("help-whole").click();
    await page.waitForFunction(() => location.hash === "#/help/field");
    await beside.waitFor({ state: "detached" });
    await visit(page, "/help/roster");
    await page.getByTestId("to-station").click();
    await page.waitForFunction(() => location.hash === "#/roster");
  });

  it("finds part of a sentence on any page, marks it, and opens at the place", async () => {
    await visit(page, "/help");
    await page.getByTestId("help-find").fill("双面");
    const hits = page.getByTestId("help-hit");
    await hits.first().waitFor();
    assert.match(await hits.first().innerText(), /打印装袋/);
    assert.ok((await hits.first().locator("mark").allInnerTexts()).includes("双面"));
    assert.deepEqual(await objections(page), []);
    await page.getByTestId("help-find").press("Enter");
    await page.getByTestId("help-text").locator("mark", { hasText: "双面" }).first().waitFor();
    assert.match(path(), /^\/help\/packet\/装袋方式/);
    const isInSight = await page.locator("#h-装袋方式").evaluate((one) => {
      const { top } = one.getBoundingClientRect();
      return top > 0 && top < innerHeight;
    });
    assert.ok(isInSight);
  });

  it("finds something for a whole question, and says so when there is nothing", async () => {
    await page.getByTestId("help-find").fill("身份证号码后面变成零了怎么办");
    await page.getByTestId("help-hit").filter({ hasText: "证件号码后几位变成 0" }).waitFor();
    await page.getByTestId("help-find").fill("齉龘");
    await page.getByTestId("empty").waitFor();
  });

  it("leads from page to page", async () => {
    await visit(page, "/help/first-hour");
    await page.getByTestId("help-text").getByRole("link", { name: "资格预审" }).first().click();
    await page.getByTestId("help-text").getByRole("heading", { name: "看懂算式" }).waitFor();
    await visit(page, "/help/no-such-page");
    await page.getByText("没有这一篇").waitFor();
  });
});

describe("keys", () => {
  it("show their sheet, and leave no trace while somebody types", async () => {
    await visit(page, "/person");
    await page.keyboard.press("?");
    await page.getByTestId("key-sheet").waitFor();
    assert.deepEqual(await objections(page), []);
    await page.keyboard.press("Escape");
    await closed("快捷键");
    await visit(page, "/policy");
    await page.keyboard.press("/");
    const find = page.locator('main input[type="search"]');
    await page.waitForFunction(() => document.activeElement?.matches('main input[type="search"]'));
    await page.keyboard.type("?/公示");
    assert.equal(await find.inputValue(), "?/公示");
    await page.keyboard.press("Alt+8");
    assert.equal(path(), "/policy");
    assert.equal(await page.getByTestId("key-sheet").count(), 0);
  });

  it("mean nothing while a word is being composed", async () => {
    await leave();
    await page.evaluate(() => {
      const press = (more) => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "?", bubbles: true, cancelable: true, ...more }));
      press({ isComposing: true });
      press({ keyCode: 229 });
    });
    assert.equal(await page.getByTestId("key-sheet").count(), 0);
  });

  it("lead to places and to the help of the place", async () => {
    await page.keyboard.press("Alt+8");
    await page.waitForFunction(() => location.hash === "#/person");
    await page.keyboard.press("F1");
    await page.getByTestId("help-beside").getByRole("heading", { name: "人员信息", level: 2 }).waitFor();
    await page.keyboard.press("Alt+0");
    await page.waitForFunction(() => location.hash === "#/");
    await page.getByTestId("help-beside").getByRole("heading", { name: "第一个小时", level: 2 }).waitFor();
    await page.getByTestId("help-close").click();
    await page.getByTestId("help-beside").waitFor({ state: "detached" });
  });

  it("find a page by its name, and never behind a dialog", async () => {
    await page.keyboard.press("Control+k");
    await page.getByTestId("go-find").waitFor();
    await page.waitForFunction(() => document.activeElement?.matches('[data-testid="go-find"]'));
    assert.deepEqual(await objections(page), []);
    await page.getByTestId("go-find").fill("操作");
    await page.getByTestId("goal").filter({ hasText: "操作记录" }).first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => location.hash === "#/history");
    await closed("去哪里");
    await page.keyboard.press("?");
    await page.getByTestId("key-sheet").waitFor();
    await page.keyboard.press("Alt+8");
    assert.equal(path(), "/history");
    await page.keyboard.press("Escape");
    await closed("快捷键");
  });

  it("did all that without a complaint of the engine", () => {
    assert.deepEqual(complaints, []);
  });
});
