/**
 * An office under lock and key: encrypted on the first day, locked and opened, a forgotten pass phrase,
 * somebody who comes and somebody who goes.
 */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { freshFolder, objections, openBrowser, openPage, startServer, visit } from "./lib.mjs";

const { folder, remove } = freshFolder();
const PHRASE = "测试口令 not-a-secret";
const OTHER = "第二句口令 also-none";
let browser, server, page, complaints, code;

before(async () => {
  browser = await openBrowser();
  server = await startServer(folder, { today: "2025-08-25" });
  ({ page, complaints } = await openPage(browser, server.url));
});

after(async () => {
  await browser?.close();
  await server?.stop();
  remove();
});

const locked = () => page.getByTestId("lock").waitFor();
const opened = () => page.getByTestId("rail").waitFor();

async function open(phrase, name) {
  if (name) await page.getByRole("radio", { name }).check();
  await page.getByTestId("lock-phrase").fill(phrase);
  await page.getByTestId("lock-open").click();
}

describe("a locked office", () => {
  it("is encrypted on the first day, and its recovery code is put on paper first", { timeout: 60_000 }, async () => {
    const next = page.getByTestId("first-next");
    await page.getByTestId("kind-public_institution").check();
    await page.getByTestId("tier-county").check();
    await next.click();
    await page.getByTestId("first-name").fill("样例县上锁小学（试）");
    await page.getByTestId("first-code").fill("91530124MAXXXXXA9X");
    await next.click();
    await page.getByTestId("first-person").fill("样经办");
    await next.click();
    await page.getByTestId("key-phrase").fill("短");
    await page.getByText("太短了").waitFor();
    await page.getByTestId("key-phrase").fill(PHRASE);
    await page.getByTestId("key-again").fill(OTHER);
    await page.getByText("两次输得不一样").waitFor();
    await page.getByTestId("key-again").fill(PHRASE);
    await next.click();
    code = await page.getByTestId("recovery-code").innerText();
    assert.match(code, /^([0-9A-Z]{5}-){4}[0-9A-Z]{5}$/);
    assert.deepEqual(await objections(page), []);
    // Neither the button nor Escape leads past it.
    assert.equal(await page.getByTestId("recovery-done").isEnabled(), false);
    await page.keyboard.press("Escape");
    await page.getByTestId("recovery-code").waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId("recovery-sheet").click()]);
    assert.equal(download.suggestedFilename(), "资料夹恢复码单.pdf");
    assert.ok(readFileSync(await download.path()).subarray(0, 5).equals(Buffer.from("%PDF-")));
    await page.getByTestId("recovery-kept").check();
    await page.getByTestId("recovery-done").click();
    await page.getByTestId("recovery-code").waitFor({ state: "detached" });
    await page.getByTestId("top-unit").getByText("样例县上锁小学").waitFor();
    const head = readFileSync(join(folder, "office", "office.db")).subarray(0, 15).toString("latin1");
    assert.notEqual(head, "SQLite format 3");
    assert.ok(readdirSync(join(folder, "office")).includes("office.key"));
  });

  it("shows nothing while it is locked, and opens to its pass phrase alone", { timeout: 60_000 }, async () => {
    await page.getByTestId("lock-up").click();
    await locked();
    assert.equal(await page.getByText("上锁小学").count(), 0);
    assert.deepEqual(await objections(page), []);
    assert.equal((await server.call("unit.get", {})).code, "locked");
    await open("certainly not it");
    await page.getByText("口令不对，没有打开").waitFor();
    assert.equal(await page.getByTestId("lock-phrase").inputValue(), "");
    await open(PHRASE);
    await opened();
    await page.getByTestId("top-unit").getByText("样例县上锁小学").waitFor();
  });

  it("stays locked when the page is loaded anew, and for whoever starts the program again", { timeout: 60_000 }, async () => {
    await page.getByTestId("lock-up").click();
    await locked();
    await page.reload();
    await locked();
    await open(PHRASE);
    await opened();
  });

  it("has room for two, each with a phrase and a name in the history", { timeout: 60_000 }, async () => {
    await visit(page, "/setting");
    await page.getByTestId("key-on").waitFor();
    await page.getByTestId("key-add").click();
    await page.getByTestId("key-name").fill("样复核");
    await page.getByTestId("role-reviewer").check();
    await page.getByTestId("key-phrase").fill(OTHER);
    await page.getByTestId("key-again").fill(OTHER);
    assert.deepEqual(await objections(page), []);
    await page.getByTestId("key-go").click();
    await page.getByText("已添加").waitFor();
    await page.getByTestId("key-idle").selectOption("30");
    await page.getByText("已改").waitFor();
    assert.deepEqual(await objections(page), []);
    await page.getByTestId("key-lock").click();
    await locked();
    assert.deepEqual(await objections(page), []);
    await open(OTHER, "样复核");
    await opened();
    const state = await server.call("key.state", {});
    assert.deepEqual([state.own.name, state.own.role, state.idleMinutes], ["样复核", "reviewer", 30]);
    const { entries } = await server.call("history.list", { count: 20 });
    assert.ok(entries.some((one) => one.actor === "样经办"), "who did it is told");
  });

  it("is opened by the recovery code when the phrase is forgotten", { timeout: 60_000 }, async () => {
    await page.getByTestId("lock-up").click();
    await locked();
    await page.getByTestId("lock-turn").click();
    await page.getByTestId("lock-code").fill("00000-00000-00000-00000-00000");
    await page.getByTestId("lock-name").fill("样经办");
    await page.getByTestId("key-phrase").fill("重设的口令 third");
    await page.getByTestId("key-again").fill("重设的口令 third");
    await page.getByTestId("lock-open").click();
    await page.getByText(/恢复码有抄错的地方|恢复码打不开/).waitFor();
    await page.getByTestId("lock-code").fill(code.toLowerCase().replaceAll("-", " "));
    await page.getByTestId("lock-open").click();
    await opened();
    assert.equal((await server.call("key.state", {})).own.name, "样经办");
  });

  it("changes a phrase and a code, and takes a leaver's away", { timeout: 60_000 }, async () => {
    await visit(page, "/setting");
    await page.getByTestId("key-change").click();
    await page.getByTestId("key-former").fill("重设的口令 third");
    await page.getByTestId("key-phrase").fill(PHRASE);
    await page.getByTestId("key-again").fill(PHRASE);
    await page.getByTestId("key-go").click();
    await page.getByText("口令已改").waitFor();
    await page.getByTestId("key-renew").click();
    await page.getByTestId("key-former").fill(PHRASE);
    await page.getByTestId("key-go").click();
    const renewed = await page.getByTestId("recovery-code").innerText();
    assert.notEqual(renewed, code);
    await page.getByTestId("recovery-kept").check();
    await page.getByTestId("recovery-done").click();
    await page.getByTestId("recovery-code").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "移出 样复核" }).click();
    await page.getByText("原来的口令打不开了").waitFor();
    await page.getByTestId("key-lock").click();
    await locked();
    assert.equal(await page.getByRole("radio").count(), 0);
    await open(PHRASE);
    await opened();
  });

  it("never breaks the page's own policy", () => {
    assert.deepEqual(complaints, []);
  });
});
