/** A notice in its versions: what hangs on the wall shows no number of anybody; an objection; a second posting for who came late. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { begin } from "./kept.mjs";
import { job, openPage, startServer, visit } from "./lib.mjs";

const desk = await begin("posted", { today: "2025-09-17" });
const drawn = { timeout: 60_000 };

/** What a paper of the window says, read out of the file it hands over. */
async function words() {
  const { page } = desk;
  await page.getByTestId("pdf-pages").waitFor(drawn);
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByTestId("save-form").click()]);
  const path = join(desk.folder, "paper.pdf");
  writeFileSync(path, readFileSync(await file.path()));
  const read = spawnSync("pdftotext", ["-layout", path, "-"], { encoding: "utf8" });
  return read.error ? null : read.stdout;
}

describe("a notice", () => {
  it("counts its days without weekends, and says when it may be closed", async () => {
    const { page, office } = desk;
    await visit(page, `/batch/${office.batch}/notice`);
    const days = await page.getByTestId("days").innerText();
    assert.match(days, /9月15日[\s\S]*贴[\s\S]*9月20日[\s\S]*休[\s\S]*9月22日[\s\S]*5[\s\S]*9月23日[\s\S]*可签/);
    assert.ok(await page.getByTestId("close-notice").isDisabled());
  });

  for (const [kind, said] of [["form", /公示/], ["wide", /公示/], ["text", /公示/]]) {
    it(`shows no number of anybody as ${kind}`, { timeout: 90_000 }, async () => {
      await desk.page.getByTestId(`${kind}-tab`).click();
      await desk.page.locator(`[data-testid="${kind}-tab"][aria-selected="true"]`).waitFor();
      const text = await words();
      if (text === null) return;
      assert.match(text, said);
      assert.doesNotMatch(text, /\d{17}[\dX]|1\d{10}/);
    });
  }

  it("keeps an objection until it is answered, and is not closed before", async () => {
    const { page, office, server } = desk;
    await page.getByTestId("object").click();
    await page.getByTestId("objection-text").fill("反映获奖证书不是本人的");
    await page.getByTestId("objection-save").click();
    await page.getByTestId("objection").getByText("反映获奖证书不是本人的").waitFor();
    assert.equal((await server.call("notice.list", { batchId: office.batch })).notices[0].state, "objected");
    assert.ok(await page.getByTestId("close-notice").isDisabled());
    await page.getByTestId("resolve").click();
    await page.getByTestId("handling-text").fill("核对原件，是本人的，已答复");
    await page.getByTestId("handling-save").click();
    await page.getByText("处理：核对原件").waitFor();
  });

  it("is posted once more for who is cleared later, with days of its own", async () => {
    const { page, office, server } = desk;
    const late = (await server.call("batch.get", { id: office.batch })).applications.find((one) => one.id === office.open);
    await visit(page, `/batch/${office.batch}/assess/${office.open}`);
    const ask = page.getByTestId("ask").filter({ has: page.getByRole("textbox") }).first();
    await ask.getByRole("textbox").fill("2020-03-01");
    await ask.getByRole("textbox").blur();
    await page.getByTestId("conclusion").getByText("可申报", { exact: true }).waitFor();
    await visit(page, `/batch/${office.batch}/notice`);
    await page.getByTestId("post-more").click();
    await page.getByLabel(late.name).waitFor();
    await page.getByTestId("posted-by").fill(job.notice.postedBy);
    await page.getByTestId("place").fill(job.notice.place);
    await page.getByTestId("receiver").fill(job.notice.receiver);
    await page.getByTestId("post-save").click();
    await page.getByTestId("days").waitFor();
    assert.match(await page.getByTestId("days").innerText(), /9月17日[\s\S]*贴[\s\S]*9月24日[\s\S]*5/);
    await page.getByLabel("看哪一次公示").selectOption({ index: 2 });
    await page.getByTestId("days").getByText("9月15日").waitFor();
  });

  it("is reported on once its days are over", { timeout: 90_000 }, async () => {
    assert.deepEqual(desk.complaints, []);
    await desk.page.context().close();
    await desk.server.stop();
    desk.server = await startServer(desk.folder, { today: job.days.close });
    Object.assign(desk, await openPage(desk.browser, desk.server.url));
    const { page, office } = desk;
    await visit(page, `/batch/${office.batch}/notice`);
    await page.getByLabel("看哪一次公示").selectOption({ index: 2 });
    await page.getByTestId("close-notice").click();
    await page.getByTestId("to-opinion").waitFor();
    await page.getByTestId("report-tab").click();
    const text = await words();
    if (text !== null) assert.match(text, /异议/);
    assert.deepEqual(desk.complaints, []);
  });
});
