/** The work bench from day to day: what is due leads there, the calendar knows who works when, what is sealed is counted. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { kept } from "./kept.mjs";
import { freePort, job, openBrowser, openPage, startReceiver, startServer, visit } from "./lib.mjs";

const posted = await kept("posted");
const packed = await kept("packed");
let browser, server, page, complaints, receiver;

/** The office as it is opened one morning. */
async function morning(folder, today) {
  await server?.stop();
  server = await startServer(folder, { today });
  ({ page, complaints } = await openPage(browser, server.url));
  await page.getByTestId("duty").first().waitFor();
  await page.locator(".cg span").first().waitFor();
}

before(async () => {
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await receiver?.stop();
  posted.remove();
  packed.remove();
});

const duties = () => page.getByTestId("duty").allInnerTexts();

describe("the work bench", () => {
  it("puts the most pressing first, with the only solid button", async () => {
    await morning(posted.folder, "2025-09-17");
    const { duties: told } = await server.call("overview.get", {});
    assert.equal((await duties()).length, told.length);
    assert.equal(await page.locator('[data-testid="duty"] .btn.pri').count(), 1);
    await page.locator('[data-testid="duty"] .btn.pri').click();
    await page.waitForFunction((to) => location.hash === `#${to}`, told[0].route);
  });

  it("shows who works and who rests, the swapped Sunday, and the day of handing in", async () => {
    await visit(page, "/");
    const day = (text) => page.locator(".cg span", { hasText: new RegExp(text) });
    await day("^28班").waitFor();
    await day("^10\\.1休").waitFor();
    assert.match(await day("^10\\.1休").getAttribute("title"), /国庆|中秋/);
    assert.equal(await page.locator(".cg .now").innerText(), "17");
    assert.equal(await day("^30").locator("s").count(), 1);
  });

  it("lays the plan back from the day of handing in, notice by working days", async () => {
    const plan = page.getByRole("region", { name: "报送倒排表" });
    const text = (await plan.innerText()).replace(/\s+/g, "");
    assert.match(text, /公示13人/);
    assert.match(text, /贴1234休休5/);
    assert.match(text, /网报关闭/);
    assert.match(text, /11月18日/);
    assert.deepEqual(complaints, []);
  });

  it("says on the last morning what cannot wait", async () => {
    await page.context().close();
    await morning(posted.folder, "2025-09-26");
    const first = (await duties())[0];
    assert.match(first, /今天|过了/);
    await page.getByText(/\d 件不能再等/).waitFor();
  });

  it("counts what is sealed and not away, and forgets it once the receipt is there", { timeout: 120_000 }, async () => {
    await page.context().close();
    await morning(packed.folder, job.days.seal);
    await page.getByTestId("duty").filter({ hasText: "备份" }).waitFor();
    receiver = await startReceiver(packed.folder, await freePort());
    await server.call("sync.pair", { file: await server.handIn(receiver.pairing) });
    await server.call("bundle.seal", { batchId: packed.office.batch, applicationIds: [] });
    await page.getByTestId("top-outbox").getByText("待上报 1").waitFor();
    await visit(page, "/");
    await page.getByText("1 份", { exact: true }).waitFor();
    await page.getByRole("link", { name: "去报送交接" }).click();
    await page.getByTestId("push").click();
    await page.getByTestId("receipt").first().waitFor({ timeout: 60_000 });
    await page.getByTestId("top-outbox").waitFor({ state: "detached" });
    assert.deepEqual(complaints, []);
  });
});
