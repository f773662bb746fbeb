/**
 * The whole job in the window, as a clerk does it: list, batch, verdicts, scans, notice, opinion,
 * packet, bundle, receipt. Real programs on a fresh folder; between posting and closing the
 * program is stopped and started again a week later, as offices do.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import {
  batchId, dropOn, fillMissing, freePort, freshFolder, giveFiles, job, openBrowser, openPage, root, sampleFile, settled, startReceiver,
  startServer, visit,
} from "./lib.mjs";

const { folder, remove } = freshFolder();
/** The committees of the sample, by the words a clerk would look for. */
const COMMITTEES = [
  ["建筑工程", "昆明市建筑工程中级职称评审委员会"],
  ["建筑", "昆明市建筑工程高级工程师评审委员会"],
];
const sent = { timeout: 120_000 };
let browser, server, receiver, page, complaints, id;
/** What programs that were stopped had said. */
const past = [];

async function open(today) {
  server = await startServer(folder, { today });
  ({ page, complaints } = await openPage(browser, server.url));
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

/** The state a step of the batch shows: `n/m`. */
const progress = async (key) => (await page.getByTestId(`step-${key}`).innerText()).match(/\d+\/\d+/)?.[0];

describe("a clerk's whole job", () => {
  it("takes the token out of the address and teaches where to begin", async () => {
    assert.doesNotMatch(page.url(), /t=/);
    const loaded = await page.evaluate(() => performance.getEntriesByType("resource").filter((one) => one.name.endsWith(".js")).map((one) => new URL(one.name).pathname));
    const bytes = loaded.reduce((sum, path) => sum + gzipSync(readFileSync(join(root, "ui/dist", path))).length, 0);
    assert.ok(bytes <= 200 * 1024, `${bytes} bytes of script before the first page`);
    await page.getByTestId("first-run").waitFor();
    await page.getByTestId("try-sample").click();
    await page.getByTestId("count-ready").waitFor();
    assert.match(await page.getByTestId("top-unit").innerText(), /样例建筑工程有限公司/);
  });

  it("shows what is wrong in the staff list by row and column, and mends it in place", async () => {
    await page.getByRole("button", { name: "换文件" }).click();
    await giveFiles(page, [sampleFile("roster.xlsx")], () => page.getByTestId("choose-roster").click());
    await page.getByTestId("count-ready").waitFor();
    assert.equal(await page.getByTestId("count-ready").innerText(), "21");
    assert.equal(await page.getByTestId("count-errors").innerText(), "4");

    for (const fix of job.fixes) {
      const row = page.locator(`[data-testid^="issue-id"][data-row="${fix.row}"]`);
      await row.getByTestId("fix-input").fill(fix.value.slice(0, 14));
      await row.getByText("还差 4 位").waitFor();
      await row.getByTestId("fix-input").fill(fix.value);
      await row.getByTestId("fix-input").press("Enter");
      await row.waitFor({ state: "detached" });
    }
    await page.locator('[data-testid="issue-id_duplicate"][data-row="5"]').getByRole("button", { name: "留第5行" }).click();
    await page.getByTestId("issue-id_duplicate").first().waitFor({ state: "detached" });
    assert.equal(await page.getByTestId("count-errors").innerText(), "0");

    await page.getByTestId("undo").click();
    await page.getByTestId("issue-id_duplicate").first().waitFor();
    await page.locator('[data-testid="issue-id_duplicate"][data-row="5"]').getByRole("button", { name: "留第5行" }).click();
    await page.getByTestId("issue-id_duplicate").first().waitFor({ state: "detached" });
    await page.getByTestId("issue-date_assumed").getByTestId("fix-choice").click();
    await page.getByTestId("issue-date_assumed").getByText("已确认").waitFor();
    assert.equal(await page.getByTestId("count-ready").innerText(), "24");
  });

  it("imports 24 people and leaves the doubt to a person", async () => {
    await page.getByTestId("commit").click();
    await page.getByTestId("import-report").waitFor();
    assert.match(await page.getByTestId("import-report").innerText(), /24\s*新增/);
    await page.getByTestId("to-people").click();
    await page.getByText("在册 24 人").waitFor();
    await page.getByTestId("find").fill("例建军");
    await page.getByText("符合条件 1 人").waitFor();
    await page.getByTestId("doubt").getByRole("button", { name: /1987-12-01|1987年12月1日/ }).click();
    await page.getByTestId("toast-ok").first().waitFor();
    await page.getByTestId("doubt").waitFor({ state: "detached" });
  });

  it("makes a batch with committees from the directory and chooses people", async () => {
    await visit(page, "/batch");
    await page.getByTestId("new-batch").click();
    await page.getByTestId("batch-year").selectOption({ label: `${job.batch.year}年度` });
    for (const [word, name] of COMMITTEES) {
      await page.getByTestId("committee-find").fill(word);
      await page.getByTestId("committee").filter({ hasText: name }).click();
    }
    await page.getByTestId("batch-name").fill(job.batch.name);
    for (const [label, day] of [["报送日", job.batch.submitOn], ["网报关闭", job.batch.portalClosesOn], ["预计开评", job.batch.reviewOpensOn]]) {
      await page.getByLabel(label, { exact: true }).fill(day);
      await page.getByLabel(label, { exact: true }).blur();
    }
    await page.getByTestId("batch-save").click();
    await page.getByTestId("candidate").first().waitFor();
    id = batchId(page);
    assert.match(await page.getByTestId("candidate").filter({ hasText: "测试·阿牛" }).innerText(), /派遣/);
    await page.getByTestId("tick-all").check();
    await page.getByTestId("choose-save").click();
  });

  it("says for each person whether, why, and by which clause", async () => {
    await page.getByTestId("verdict").waitFor();
    await page.getByRole("button", { name: /^可 13$/ }).waitFor({ timeout: 30_000 });
    await page.getByRole("button", { name: /^否 7$/ }).waitFor();
    await page.getByRole("button", { name: /^待核 3$/ }).waitFor();
    await page.getByTestId("applicant").filter({ hasText: "样立新" }).click();
    await page.getByTestId("conclusion").getByText("不可申报").waitFor();
    assert.match(await page.getByTestId("sum").innerText(), /3年3个月/);
    await page.getByTestId("verdict").getByRole("link", { name: /指南|通知/ }).first().click();
    await page.getByTestId("clause").getByText("大意").first().waitFor();
    await page.goBack();
  });

  it("assesses again at once when a missing fact is stated, and takes it back", async () => {
    await page.getByTestId("applicant").filter({ hasText: "例长根" }).click();
    const ask = page.getByTestId("ask").filter({ has: page.getByRole("textbox") }).first();
    await ask.waitFor();
    await ask.getByRole("textbox").fill("2020-03-01");
    await ask.getByRole("textbox").blur();
    await page.getByTestId("conclusion").getByText("可申报", { exact: true }).waitFor();
    await page.getByRole("button", { name: "撤回" }).first().click();
    await page.getByTestId("conclusion").getByText("待核实").waitFor();
  });

  it("refuses scans that cannot be used, each with its reason, and keeps the good ones", async () => {
    await page.keyboard.press("Alt+3");
    const trouble = job.trouble;
    await page.getByRole("rowheader", { name: trouble.name }).waitFor();
    await page.locator("tr", { has: page.getByRole("rowheader", { name: trouble.name }) }).locator(`[data-material="${trouble.material}"]`).click();
    await giveFiles(page, trouble.files.map((name) => sampleFile("scan", name)), () => page.getByTestId("add-file").click());
    await page.getByTestId("refused").nth(1).waitFor();
    const refused = (await page.getByTestId("refused").allInnerTexts()).join("\n");
    assert.match(refused, /12-encrypted/);
    assert.match(refused, /13-truncated/);
    assert.match(refused, /密码|加密/);
    for (let left = await page.getByTestId("attachment").count(); left > 0; left -= 1) {
      await page.getByTestId("attachment").first().getByRole("button", { name: "移出" }).click();
      await page.getByTestId("attachment").nth(left - 1).waitFor({ state: "detached" });
    }
  });

  it("collects missing scans, gap after gap, until none is left", { timeout: 300_000 }, async () => {
    await visit(page, `/batch/${id}/material`);
    const gaps = page.locator('[data-testid="heatmap"] button[data-state="missing"]');
    let left = await gaps.count();
    assert.ok(left > 20, `${left} gaps`);
    // A few by hand show the way; the rest goes in by the same commands.
    for (let given = 0; given < 4; given += 1) {
      const gap = gaps.first();
      const material = await gap.getAttribute("data-material");
      const name = await gap.getAttribute("aria-label");
      const files = job.material[material] ?? ["10-rotated-cropped.pdf"];
      if (given % 2) {
        await dropOn(page, gap, files[0]);
      } else {
        await gap.click();
        await page.getByTestId("material").locator("h2").waitFor();
        await settled(page);
        await giveFiles(page, files.map((file) => sampleFile("scan", file)), () => page.getByTestId("add-file").click());
      }
      // The map is drawn anew a moment later; this very gap must be gone from it, and no other come.
      await page.waitForFunction(
        ([label, before]) => {
          const map = document.querySelector('[data-testid="heatmap"]');
          const now = map?.querySelectorAll('button[data-state="missing"]').length ?? before;
          return now < before && !document.querySelector(`[aria-label="${label}"]`);
        },
        [name, left],
      );
      left = await gaps.count();
    }
    await fillMissing(server, id);
    await gaps.first().waitFor({ state: "detached" });
  });

  it("lets a person confirm scans that only look odd", async () => {
    const doubtful = page.locator('[data-testid="heatmap"] button[data-state="doubtful"]');
    for (let left = await doubtful.count(); left > 0; left -= 1) {
      await doubtful.first().click();
      await page.getByTestId("confirm").first().waitFor();
      while (await page.getByTestId("confirm").count()) {
        const before = await page.getByTestId("confirm").count();
        await page.getByTestId("confirm").first().click();
        await page.waitForFunction((n) => document.querySelectorAll('[data-testid="confirm"]').length < n, before);
      }
    }
    assert.equal(await doubtful.count(), 0);
  });

  it("records the posting, counts the days, and will not close before they have passed", { timeout: 120_000 }, async () => {
    await visit(page, `/batch/${id}/notice`);
    await page.getByLabel(/^张贴日期/).fill(job.days.post);
    await page.getByTestId("posted-by").fill(job.notice.postedBy);
    await page.getByTestId("place").fill(job.notice.place);
    await page.getByTestId("receiver").fill(job.notice.receiver);
    await page.getByTestId("post-save").click();
    await page.getByTestId("days").waitFor();
    assert.match(await page.getByTestId("days").innerText(), /9月22日[\s\S]*可签/);
    assert.ok(await page.getByTestId("close-notice").isDisabled());
    await page.getByTestId("pdf-pages").waitFor(sent);
  });

  it("keeps objections, and closes only when they are settled and the days are over", { timeout: 120_000 }, async () => {
    await page.getByTestId("object").click();
    await page.getByTestId("objection-text").fill("反映业绩年份有误");
    await page.getByLabel(/^哪天提出/).fill(job.days.post);
    await page.getByLabel(/^哪天提出/).blur();
    await page.getByTestId("objection-save").click();
    await page.getByTestId("objection").waitFor();

    assert.deepEqual(complaints, []);
    await page.context().close();
    await server.stop();
    past.push(server.output());
    await open(job.days.close);
    await visit(page, `/batch/${id}/notice`);
    await page.getByTestId("days").waitFor();
    assert.ok(await page.getByTestId("close-notice").isDisabled(), "an objection is open");
    await page.getByTestId("resolve").click();
    await page.getByTestId("handling-text").fill("核对合同原件，年份无误，已书面答复");
    await page.getByTestId("handling-save").click();
    await page.getByText("处理：核对合同原件").waitFor();
    await page.getByTestId("close-notice").click();
    await page.getByTestId("to-opinion").waitFor();
    await page.getByTestId("report-tab").click();
    await page.getByTestId("pdf-pages").waitFor(sent);
  });

  it("writes the unit's opinion and checks its elements", async () => {
    await page.getByTestId("to-opinion").click();
    await page.getByTestId("opinion-all").check();
    for (const key of ["assessment", "method", "scope", "recommendation", "formation"]) {
      await page.getByTestId(`opinion-${key}`).fill(job.opinion[key]);
    }
    await page.getByTestId("opinion-headcount").fill(String(job.opinion.headcount));
    await page.getByTestId("opinion-save").click();
    await page.getByTestId("complete").waitFor();
    assert.equal(await page.getByTestId("element").filter({ has: page.getByLabel("缺", { exact: true }) }).count(), 0);
  });

  it("builds one packet per person, with progress, and shows true page numbers", { timeout: 300_000 }, async () => {
    await visit(page, `/batch/${id}/packet`);
    // Stopped half way, the window is free at once and nothing half made is left.
    await page.getByTestId("assemble").click();
    await page.getByTestId("job-cancel").click();
    await page.getByTestId("job").waitFor({ state: "detached", timeout: 60_000 });
    assert.equal(await page.getByTestId("to-submit").count(), 0);

    await page.getByTestId("assemble").click();
    await page.getByTestId("job").waitFor();
    await page.getByTestId("to-submit").waitFor({ timeout: 240_000 });
    const built = page.locator('[data-testid="packet-row"][data-state="built"]');
    assert.ok((await built.count()) >= 10, `${await built.count()} built`);
    await built.first().click();
    await page.getByTestId("pdf-pages").waitFor(sent);
    const outline = await page.getByTestId("outline").innerText();
    assert.match(outline, /封面[\s\S]*第 1 页/);
    assert.match(outline, /公章/);
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId("save-packet").click()]);
    assert.match(download.suggestedFilename(), /\.pdf$/);
  });

  it("shows every paper of a person and of the batch as it prints, and saves it", { timeout: 300_000 }, async () => {
    await visit(page, `/batch/${id}/packet`);
    await page.getByRole("button", { name: "各种表格" }).click();
    await page.getByTestId("form-entry").first().waitFor(sent);
    await page.locator('[data-testid="form-entry"][data-name="seal-list"]').click();
    await page.getByTestId("pdf-pages").waitFor(sent);

    await page.getByTestId("form-person").first().click();
    await page.locator('[data-testid="form-entry"][data-name="supplement"]').click();
    await page.getByTestId("pdf-pages").waitFor(sent);
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId("form-save").click()]);
    assert.equal(download.suggestedFilename(), "职称申报材料一次性告知单.pdf");

    await page.locator('[data-testid="form-entry"][data-name="portal"]').click();
    await page.getByTestId("portal-copy").click();
    await page.getByTestId("copy-value").first().waitFor(sent);
    assert.ok((await page.getByTestId("copy-value").count()) >= 6);
  });

  it("seals the batch, checks the bundle, and shows the upstream's signed receipt", { timeout: 300_000 }, async () => {
    const port = await freePort();
    receiver = await startReceiver(folder, port);
    await visit(page, `/batch/${id}/submit`);
    await giveFiles(page, [receiver.pairing], () => page.getByTestId("pair").click());
    await page.getByTestId("paired").waitFor();
    await page.getByTestId("seal").click();
    await page.locator('[data-testid="bundle"][data-state="sealed"]').first().waitFor(sent);
    await page.getByTestId("verify").click();
    await page.getByTestId("verified").getByText("都对得上").waitFor(sent);
    // With the upstream gone nothing is lost, and the person is told so.
    await receiver.stop();
    past.push(receiver.output());
    await page.getByTestId("push").click();
    await page.getByTestId("push-failed").waitFor(sent);
    assert.equal(await page.locator('[data-testid="bundle"][data-state="received"]').count(), 0);
    assert.match(await page.getByTestId("top-outbox").innerText(), /待上报 1/);

    assert.match(await page.getByTestId("outbox").innerText(), /1/);
    for (const [limit, said] of [["3", /至少/], ["65536", /已改限速/]]) {
      await page.getByTestId("limit").fill(limit);
      await page.getByTestId("limit-keep").click();
      await page.getByText(said).first().waitFor();
    }
    receiver = await startReceiver(folder, port);
    // As on the next morning: it is opened, and what was sent and held up goes on by itself.
    await page.reload();
    await page.getByTestId("receipt").first().waitFor(sent);
    await page.getByTestId("tended").getByText("送达").waitFor();
    assert.equal(await page.getByTestId("limit").inputValue(), "65536");
    await page.getByTestId("receipt-verified").waitFor();
    assert.ok((await page.getByTestId("receipt-number").innerText()).length > 3);
    // The count at the top comes with the next overview, a moment after the receipt.
    await page.getByTestId("top-outbox").waitFor({ state: "detached" });
    const [done, all] = (await progress("submit")).split("/");
    assert.ok(Number(done) >= 10 && Number(done) <= Number(all));
  });

  it("keeps a history of it all, and the engine never complained", { timeout: 60_000 }, async () => {
    await visit(page, "/history");
    await page.getByText("联网报送").first().waitFor();
    assert.deepEqual(complaints, []);
  });

  it("let nobody's number or name slip into a log, a file name or the terminal", async () => {
    const { applications } = await server.call("batch.get", { id });
    const names = applications.map((one) => one.name);
    assert.ok(names.length > 10);
    const places = [server, receiver].map((one) => one.output());
    places.push(...past);
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      places.push(entry.name);
      // What is written for whoever mends the program, and what an unclean stop leaves.
      if (entry.isFile() && /log|\.part$|\.tmp$/.test(entry.name)) places.push(readFileSync(join(entry.parentPath, entry.name), "utf8"));
    }
    assert.ok(places.some((text) => text.includes("received")), "the receiver's log was looked at");
    for (const text of places) {
      // A hash or an id is no number of a person.
      const bare = text.replace(/[0-9a-f]{32,}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, "");
      assert.doesNotMatch(bare, /(?<!\d)\d{17}[\dXx](?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)/);
      for (const name of names) assert.ok(!text.includes(name), `${name} stands in a log or a file name`);
    }
  });

  it("tells a page without the right token what to do, and shows it nothing", async () => {
    const stranger = await openPage(browser, server.url.replace(/t=.*/, "t=wrong"));
    await stranger.page.getByTestId("error").getByText("口令").waitFor();
    assert.doesNotMatch(await stranger.page.locator("body").innerText(), /样例建筑/);
    await stranger.context.close();
  });
});
