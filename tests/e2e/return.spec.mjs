/**
 * There and back: a reviewer in a browser of their own sends an application back, the clerk sees what
 * was asked, puts it right, files again, and it is accepted.
 */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { kept } from "./kept.mjs";
import {
  addReviewer, objections, openBrowser, openPage, openReview, startReceiver, startServer,
  visit,
} from "./lib.mjs";
import { finish, PAGES } from "./office.mjs";

const { folder, remove, office } = await kept("packed");
const slow = { timeout: 120_000 };
let browser, server, receiver, page, complaints, review;

before(async () => {
  browser = await openBrowser();
  receiver = await startReceiver(folder);
  addReviewer(folder);
  server = await startServer(folder, { today: "2025-09-24" });
  ({ page, complaints } = await openPage(browser, server.url));
  await finish(server, office.batch, receiver.pairing);
  ({ page: review } = await openReview(browser, receiver.review));
});

after(async () => {
  await browser?.close();
  await receiver?.stop();
  await server?.stop();
  remove();
});

async function sound(where) {
  assert.deepEqual(await objections(where), []);
}

const words = "背面不清楚，请重新扫描";
let who;

describe("an application that comes back", () => {
  it("is read and returned by a reviewer, material by material", slow, async () => {
    await sound(review);
    await review.getByRole("link", { name: /样例建筑/ }).first().click();
    await review.getByRole("link", { name: "下载整包" }).waitFor();
    await sound(review);
    const person = review.locator("tbody tr a").first();
    who = await person.innerText();
    await person.click();
    await sound(review);
    const opened = await review.request.get(await review.locator(".files a").first().evaluate((a) => a.href));
    assert.equal(opened.headers()["content-type"], "application/pdf");
    await review.getByLabel("退回补正").check();
    await review.getByLabel(/身份证/).fill(words);
    await review.getByLabel("补正期限").fill("2025-09-30");
    await review.getByRole("button", { name: "签发" }).click();
    await review.getByRole("cell", { name: "退回补正" }).waitFor();
  });

  it("stands on the clerk's desk with what was asked and by when", slow, async () => {
    await visit(page, PAGES.submit(office));
    await page.getByTestId("pull").click();
    const one = page.getByTestId("decision").first();
    await one.getByText(words).waitFor();
    const text = await one.innerText();
    assert.match(text, new RegExp(who));
    assert.match(text, /2025.*9.*30/);
    assert.match(text, /退回后还没有改动/);
    await sound(page);
    await visit(page, PAGES.overview(office));
    await page.getByText("退回待补正：1 人").waitFor();
  });

  it("is put right, shows what changed, and goes out as the second round", slow, async () => {
    const { call } = server;
    const { applications } = await call("batch.get", { id: office.batch });
    const { id } = applications.find((one) => one.name === who);
    const item = await call("checklist.item", { applicationId: id, materialId: "id-card" });
    await call("attachment.remove", { id: item.attachments[0].id });
    await call("attachment.add", { applicationId: id, materialId: "id-card", files: [await server.handIn("03-diploma.jpg")] });
    await call("packet.assemble", { batchId: office.batch, applicationIds: [id] });
    await visit(page, PAGES.submit(office));
    await page.getByRole("button", { name: /^审核结果/ }).click();
    await page.getByTestId("change").first().waitFor();
    assert.match(await page.getByTestId("change").first().innerText(), /身份证/);
    await page.getByTestId("seal").click();
    await page.getByRole("button", { name: "上报记录" }).click();
    await page.getByText("第 2 次报送").first().waitFor();
    await page.getByTestId("push").click();
    await page.locator('[data-testid="bundle"][data-state="received"]').nth(1).waitFor();
  });

  it("is accepted, and the clerk hears of it", slow, async () => {
    await review.goto(receiver.review);
    await review.getByRole("row", { name: /第2次报送/ }).getByRole("link").first().click();
    await review.getByRole("link", { name: who }).click();
    await review.getByText(words).waitFor();
    await review.getByLabel("通过").check();
    await review.getByRole("button", { name: "签发" }).click();
    await review.getByRole("cell", { name: "通过" }).waitFor();
    await page.getByTestId("pull").click();
    await page.locator('[data-testid="decision"][data-outcome="accepted"]').waitFor();
    await page.locator('[data-testid="decision"][data-standing="filed_again"]').waitFor();
  });

  it("goes by hand under a pass phrase for whoever has nothing of ours, with a page to sign", slow, async () => {
    await page.getByRole("button", { name: "上报记录" }).click();
    await page.getByTestId("lock").click();
    await page.getByTestId("lock-phrase").fill("太短");
    await page.getByTestId("lock-again").fill("不同");
    assert.equal(await page.getByTestId("lock-yes").isDisabled(), true);
    await sound(page);
    for (const field of ["lock-phrase", "lock-again"]) await page.getByTestId(field).fill("一句足够长的测试用口令");
    assert.equal(await page.getByTestId("lock-yes").isDisabled(), true, "eleven characters");
    for (const field of ["lock-phrase", "lock-again"]) await page.getByTestId(field).fill("一句足够长的测试用的口令");
    const [locked] = await Promise.all([page.waitForEvent("download", slow), page.getByTestId("lock-yes").click()]);
    assert.match(locked.suggestedFilename(), /-locked\.zip$/);
    const [sheet] = await Promise.all([page.waitForEvent("download"), page.getByTestId("save-sheet").click()]);
    assert.match(sheet.suggestedFilename(), /\.pdf$/);
  });

  it("never goes out in the clear without a question", slow, async () => {
    await page.getByRole("button", { name: "上报记录" }).click();
    const [sealed] = await Promise.all([page.waitForEvent("download"), page.getByTestId("carry").click()]);
    assert.match(sealed.suggestedFilename(), /\.zip\.age$/);
    await page.getByTestId("save-plain").click();
    await page.getByText("谁拿到都能看").waitFor();
    const [plain] = await Promise.all([page.waitForEvent("download"), page.getByTestId("save-plain-yes").click()]);
    assert.match(plain.suggestedFilename(), /\.zip$/);
    assert.deepEqual(complaints, []);
  });
});
