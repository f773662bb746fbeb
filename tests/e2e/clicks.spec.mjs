/**
 * A clerk's first batch, from the welcome to the receipt, by the mouse alone: every press of the button
 * is counted, and there are no more than forty. What is typed is data entry and costs nothing.
 */
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync } from "node:fs";
import { extname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { batchId, freePort, freshFolder, giveFiles, job, openBrowser, openPage, sampleFile, startReceiver, startServer } from "./lib.mjs";

const MOST = 40;
const { folder, remove } = freshFolder();
const slow = { timeout: 180_000 };
const sent = { timeout: 120_000 };
let browser, server, receiver, page, complaints, id;
let clicks = 0;

/** The window on a day; presses of a real button are told from what scripts do. */
async function open(today) {
  server = await startServer(folder, { today });
  ({ page, complaints } = await openPage(browser, server.url));
  await page.exposeFunction("tellClick", () => {
    clicks += 1;
  });
  const listen = () => document.addEventListener("pointerdown", (event) => event.isTrusted && window.tellClick(), true);
  await page.addInitScript(listen);
  await page.evaluate(listen);
}

before(async () => {
  browser = await openBrowser();
  await open(job.days.post);
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await receiver?.stop();
  remove();
});

const click = (name) => page.getByTestId(name).click();

/** A scan for every gap, under the name of the person and the material, as people hand them in. */
async function scans() {
  const inside = join(folder, "scan");
  mkdirSync(inside, { recursive: true });
  const { rows, materials } = await server.call("checklist.get", { batchId: id });
  return rows.flatMap((row) => row.cells.flatMap((state, at) => {
    if (state !== "missing") return [];
    const names = job.material[materials[at].id] ?? ["10-rotated-cropped.pdf"];
    return names.map((scan, n) => {
      const path = join(inside, `${row.name}-${materials[at].short}${n || ""}${extname(scan)}`);
      copyFileSync(sampleFile("scan", scan), path);
      return path;
    });
  }));
}

describe("the first batch", () => {
  it("begins with the list: read, put right, taken in", slow, async () => {
    await click("try-sample");
    await page.getByTestId("count-ready").waitFor();
    for (const fix of job.fixes) {
      const row = page.locator(`[data-testid^="issue-id"][data-row="${fix.row}"]`);
      await row.getByTestId("fix-input").fill(fix.value);
      await row.getByTestId("fix-input").press("Enter");
      await row.waitFor({ state: "detached" });
    }
    await page.locator('[data-testid="issue-id_duplicate"][data-row="5"]').getByRole("button", { name: "留第5行" }).click();
    await page.getByTestId("issue-id_duplicate").first().waitFor({ state: "detached" });
    await page.getByTestId("issue-date_assumed").getByTestId("fix-choice").click();
    await page.getByTestId("count-ready").filter({ hasText: /^24$/ }).waitFor();
    await click("commit");
    await click("to-people");
    await page.getByTestId("find").fill("例建军");
    await page.getByTestId("doubt").getByRole("button", { name: /1987-12-01|1987年12月1日/ }).click();
    await page.getByTestId("doubt").waitFor({ state: "detached" });
  });

  it("takes two committees, everybody who may go, and all their scans at once", slow, async () => {
    await page.getByTestId("rail").getByRole("link", { name: "批次管理" }).click();
    await click("new-batch");
    for (const [word, name] of [["建筑工程", "昆明市建筑工程中级职称评审委员会"], ["建筑", "昆明市建筑工程高级工程师评审委员会"]]) {
      await page.getByTestId("committee-find").fill(word);
      await page.getByTestId("committee").filter({ hasText: name }).click();
    }
    for (const [label, day] of [["报送日", job.batch.submitOn], ["网报关闭", job.batch.portalClosesOn], ["预计开评", job.batch.reviewOpensOn]]) {
      await page.getByLabel(label, { exact: true }).fill(day);
    }
    await click("batch-save");
    await page.getByTestId("candidate").first().waitFor();
    id = batchId(page);
    await click("tick-all");
    await click("choose-save");
    await page.getByRole("button", { name: /^可 13$/ }).waitFor({ timeout: 30_000 });
    await click("step-material");
    await page.getByTestId("heatmap").waitFor();
    const files = await scans();
    assert.ok(files.length > 90, `${files.length} scans`);
    await giveFiles(page, files, () => click("put-many"));
    await page.getByTestId("many-sum").getByText(`${files.length} 个文件都照名字认出了人和材料`).waitFor(sent);
    await click("many-go");
    await page.getByTestId("many-sum").waitFor({ state: "detached", ...sent });
    await page.locator('[data-testid="heatmap"] [data-state="missing"]').first().waitFor({ state: "detached" });
    const { openCount } = await server.call("checklist.get", { batchId: id });
    assert.equal(openCount, 0);
  });

  it("is posted, and a week later closed, opined upon, bound", slow, async () => {
    await page.getByRole("link", { name: "去公示" }).click();
    await page.getByTestId("receiver").waitFor();
    await page.getByTestId("posted-by").fill(job.notice.postedBy);
    await page.getByTestId("place").fill(job.notice.place);
    await page.getByTestId("receiver").fill(job.notice.receiver);
    await click("post-save");
    await page.getByTestId("days").waitFor();
    assert.deepEqual(complaints, []);
    await page.context().close();
    await server.stop();
    await open(job.days.seal);
    await page.getByTestId("duty").first().waitFor();
    await page.getByTestId("rail").getByRole("link", { name: "公示登记" }).click();
    await click("close-notice");
    await click("to-opinion");
    await click("opinion-all");
    for (const key of ["assessment", "method", "scope", "recommendation", "formation"]) await page.getByTestId(`opinion-${key}`).fill(job.opinion[key]);
    await page.getByTestId("opinion-headcount").fill(String(job.opinion.headcount));
    await click("opinion-save");
    await page.getByTestId("complete").waitFor();
    await click("to-packet");
    await click("assemble");
    await page.getByTestId("to-submit").waitFor(sent);
    await click("to-submit");
  });

  it("is sealed, sent and received", slow, async () => {
    receiver = await startReceiver(folder, await freePort());
    await giveFiles(page, [receiver.pairing], () => click("pair"));
    await page.getByTestId("paired").waitFor();
    await click("seal");
    await page.locator('[data-testid="bundle"][data-state="sealed"]').first().waitFor(sent);
    await click("push");
    await page.getByTestId("receipt-verified").waitFor(sent);
    const { bundles } = await server.call("bundle.list", { batchId: id });
    assert.deepEqual([bundles.length, bundles[0].people, bundles[0].state], [1, 13, "received"]);
    assert.deepEqual(complaints, []);
  });

  it(`took no more than ${MOST} clicks beside the typing`, (test) => {
    test.diagnostic(`${clicks} clicks`);
    assert.ok(clicks > 15, `${clicks} were noticed`);
    assert.ok(clicks <= MOST, `${clicks} clicks`);
  });
});
