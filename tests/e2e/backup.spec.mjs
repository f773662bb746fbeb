/**
 * The office's memory: a backup put elsewhere, brought back after a mistake; a damaged database that
 * leads to its backups and nowhere else.
 */
import assert from "node:assert/strict";
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { kept } from "./kept.mjs";
import { giveFiles, objections, openBrowser, openPage, startServer, visit } from "./lib.mjs";

const { folder, remove } = await kept("listed");
const slow = { timeout: 90_000 };
const phrase = "测试口令 not-a-secret";
const shots = process.env.SHOTS;
let browser, server, page, file;

async function start(ready) {
  server = await startServer(folder, { today: "2025-09-15" });
  ({ page } = await openPage(browser, server.url, { ready }));
}

async function shot(name) {
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(shots, `backup-${name}.png`) });
}

async function sound(scope = "document") {
  assert.deepEqual(await objections(page, scope), []);
}

const dialog = `[...document.querySelectorAll('[role="dialog"]')].find((one) => one.getClientRects().length)`;
const people = async () => (await server.call("person.list", {})).rows.length;

before(async () => {
  browser = await openBrowser();
  await start();
});

after(async () => {
  await browser?.close();
  await server?.stop();
  remove();
});

describe("the office's memory", () => {
  it("is put elsewhere under a pass phrase", slow, async () => {
    await visit(page, "/setting");
    await page.getByTestId("external").filter({ hasText: "还没有存过" }).waitFor();
    await page.getByTestId("snapshot").filter({ hasText: "导入前" }).waitFor();
    await shot("setting");
    await sound();
    await page.getByTestId("backup-export").click();
    await page.getByTestId("phrase").fill("太短");
    await page.getByText("口令至少 8 个字").waitFor();
    await page.getByTestId("phrase").fill(phrase);
    await page.getByTestId("phrase-again").fill(`${phrase}!`);
    await page.getByText("两次输入不一样").waitFor();
    assert.ok(await page.getByTestId("backup-make").isDisabled());
    await page.getByTestId("phrase-again").fill(phrase);
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId("backup-make").click()]);
    assert.equal(download.suggestedFilename(), "呈报备份-2025-09-15.tar.age");
    file = join(folder, "backup.tar.age");
    await download.saveAs(file);
    await page.getByTestId("backup-made").waitFor();
    await page.waitForTimeout(400);
    await shot("made");
    await sound(dialog);
    await page.getByRole("button", { name: "关闭" }).last().click();
    await page.getByTestId("external").filter({ hasText: "上次" }).waitFor();
  });

  it("comes back after a mistake, and says where the rest is", slow, async () => {
    const { imports } = await server.call("roster.history", {});
    await server.call("roster.undo", { import: imports[0].id });
    assert.equal(await people(), 0);
    await visit(page, "/setting");
    await page.getByTestId("backup-open").click();
    await giveFiles(page, [file], () => page.getByTestId("backup-pick").click());
    await page.getByTestId("restore-phrase").fill("wrong phrase");
    await page.getByTestId("restore-look").click();
    await page.getByText("口令不对，打不开").waitFor();
    await page.getByTestId("restore-phrase").fill(phrase);
    await page.getByTestId("restore-look").click();
    await page.getByTestId("backup-holds").filter({ hasText: "24" }).waitFor();
    await shot("holds");
    await sound(dialog);
    await page.getByTestId("restore-go").click();
    await page.getByTestId("restored").filter({ hasText: "set-aside/2025-09-15" }).waitFor();
    await shot("restored");
    await page.getByTestId("restore-done").click();
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    assert.equal(await people(), 24);
  });

  it("leads to its backups when the database is damaged", slow, async () => {
    await server.call("backup.make", {});
    await server.stop();
    // The log beside it holds the newest pages and would repair the file by itself.
    rmSync(join(folder, "office/office.db-wal"), { force: true });
    const handle = openSync(join(folder, "office/office.db"), "r+");
    writeSync(handle, Buffer.alloc(8000, 0xaa), 0, 8000, 0);
    closeSync(handle);
    await start("recover");
    await shot("recover");
    await sound();
    await page.getByTestId("snapshot").filter({ hasText: "手动" }).first().getByRole("button").click();
    await page.getByTestId("restore-go").click();
    await page.getByTestId("restore-done").click();
    await page.getByRole("navigation").first().waitFor();
    assert.equal(await people(), 24);
    const kept = readdirSync(join(folder, "office/set-aside"));
    assert.ok(kept.length >= 2, "what was replaced is kept");
  });

  it("keeps who was taken off the roster until they are put back or erased", slow, async () => {
    const { rows } = await server.call("person.list", {});
    const { id, name } = rows[0];
    const off = async (reason) => {
      await visit(page, `/person/${id}`);
      await page.getByTestId("person-remove").click();
      await page.getByTestId("remove-reason").fill(reason);
      await shot("remove");
      await page.getByTestId("remove-go").click();
      await page.getByTestId("open-bin").click();
      await page.getByTestId("binned").filter({ hasText: name }).filter({ hasText: reason }).waitFor();
    };
    await off("调出");
    assert.equal(await people(), rows.length - 1);
    await page.waitForTimeout(400);
    await shot("bin");
    await sound(dialog);
    await page.getByTestId("put-back").click();
    await page.getByText("回收站是空的").waitFor();
    assert.equal(await people(), rows.length);
    await page.keyboard.press("Escape");
    await off("本人要求");
    await page.getByTestId("erase").click();
    await page.getByTestId("erase-go").click();
    await page.getByTestId("erased").waitFor();
    await page.getByTestId("binned").filter({ hasText: "资料已应要求清除" }).waitFor();
    await shot("erased");
    await page.keyboard.press("Escape");
    await visit(page, "/history");
    await page.getByTestId("check-history").click();
    await page.getByTestId("history-checked").filter({ hasText: "没有缺、没有改" }).waitFor();
    await shot("history");
  });
});
