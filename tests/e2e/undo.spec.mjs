/** Deeds done to many at once, and taken back: choosing, opinions, somebody off the roster; asked where that cannot be. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { begin } from "./kept.mjs";
import { job, settled, visit } from "./lib.mjs";

const desk = await begin("complete", { today: job.days.close });
const chosen = async () => (await desk.server.call("batch.get", { id: desk.office.batch })).applications.length;
const opinions = async () => (await desk.server.call("batch.get", { id: desk.office.batch })).applications.filter((one) => one.hasOpinion).length;

/** Asks until the office says so: a deed taken back is done a moment after the click. */
async function until(what, probe) {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await probe()) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  assert.fail(what);
}

describe("an opinion half written", () => {
  it("is there again after looking at somebody else and at another page", async () => {
    const { page, office } = desk;
    await visit(page, `/batch/${office.batch}/opinion`);
    const field = page.getByTestId("opinion-assessment");
    const person = page.locator(".list li button");
    await person.nth(1).click();
    await page.locator(".list li.sel").nth(0).waitFor();
    await field.fill("写到一半的话");
    await page.getByText("改过，还没存").waitFor();
    await person.nth(2).click();
    await page.waitForFunction(() => document.querySelector('[data-testid="opinion-assessment"]')?.value === "");
    await visit(page, "/person");
    await visit(page, `/batch/${office.batch}/opinion`);
    await person.nth(1).click();
    await page.waitForFunction(() => document.querySelector('[data-testid="opinion-assessment"]')?.value === "写到一半的话");
    await field.fill("");
    await page.getByText("改过，还没存").waitFor({ state: "detached" });
  });
});

describe("taking back", () => {
  it("whom one has chosen in a second batch", async () => {
    const { page, server } = desk;
    const { id } = await server.call("batch.create", { ...job.batch, name: "补报批次" });
    await visit(page, `/batch/${id}/choose`);
    await page.getByTestId("tick-all").check();
    await page.getByTestId("choose-save").click();
    await page.getByTestId("verdict").waitFor();
    await page.getByTestId("undo-deed").click();
    await page.waitForFunction(() => location.hash.endsWith("/choose"));
    await until("nobody is in the batch", async () => (await server.call("batch.get", { id })).applications.length === 0);
    await settled(page);
    await page.getByText("勾了 0 人").waitFor();
  });

  it("is not offered for who leaves with scans and verdict: that is asked before", async () => {
    const { page, office } = desk;
    await visit(page, `/batch/${office.batch}/choose`);
    const before = await chosen();
    await page.getByLabel("选样立新").uncheck();
    await page.getByTestId("choose-save").click();
    await page.getByRole("dialog", { name: "移出 1 人？" }).getByText("样立新").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "取消" }).click();
    assert.equal(await chosen(), before);
    await page.getByTestId("choose-save").click();
    await page.getByTestId("leave-yes").click();
    await page.getByTestId("verdict").waitFor();
    assert.equal(await chosen(), before - 1);
    assert.equal(await page.getByTestId("undo-deed").count(), 0);
  });

  it("an opinion given to all at once, by Ctrl and Z", async () => {
    const { page, office } = desk;
    const { notices } = await desk.server.call("notice.list", { batchId: office.batch });
    await desk.server.call("notice.close", { id: notices[0].id });
    await visit(page, `/batch/${office.batch}/opinion`);
    await page.getByTestId("opinion-all").check();
    for (const key of ["assessment", "method", "scope", "recommendation", "formation"]) await page.getByTestId(`opinion-${key}`).fill(job.opinion[key]);
    await page.getByTestId("opinion-headcount").fill(String(job.opinion.headcount));
    await page.getByTestId("opinion-save").click();
    await page.getByTestId("complete").waitFor();
    assert.ok((await opinions()) > 10);
    await page.getByTestId("undo-deed").waitFor();
    await page.evaluate(() => document.activeElement?.blur());
    await page.keyboard.press("Control+z");
    await until("every opinion is as it was", async () => (await opinions()) === 0);
    await page.getByTestId("complete").waitFor({ state: "detached" });
    await page.waitForFunction(() => document.querySelector('[data-testid="opinion-assessment"]')?.value === "");
  });

  it("somebody off the roster", async () => {
    const { page, server, complaints } = desk;
    const { id } = (await server.call("person.list", { query: "样立新" })).rows[0];
    await visit(page, `/person/${id}`);
    await page.getByTestId("person-remove").click();
    await page.getByTestId("remove-reason").fill("点错了");
    await page.getByTestId("remove-go").click();
    await page.getByText("在册 23 人").waitFor();
    await page.getByTestId("toast-ok").getByText("已移出样立新").waitFor();
    await page.getByTestId("undo-deed").click();
    await page.getByText("在册 24 人").waitFor();
    assert.deepEqual(complaints, []);
  });
});
