/** The recommendation meeting written down, its numbers checked, its papers; the list of seals to tick; the table for a spreadsheet. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { begin } from "./kept.mjs";
import { job, visit } from "./lib.mjs";

const desk = await begin("packed", { today: job.days.seal });
const drawn = { timeout: 60_000 };
const paper = (name) => desk.page.locator(`[data-testid="form-entry"][data-name="${name}"]`);

describe("the meeting", () => {
  it("is written down, and numbers that cannot be are named", async () => {
    const { page, office } = desk;
    await visit(page, `/batch/${office.batch}/packet`);
    await page.getByRole("button", { name: "各种表格" }).click();
    await paper("meeting-record").click();
    await page.getByTestId("meeting-open").click();
    const dialog = page.getByRole("dialog", { name: /推荐会议/ });
    await dialog.getByLabel("会议时间").fill("2025-09-23");
    await dialog.getByLabel("应到").fill("19");
    await dialog.getByLabel("实到").fill("20");
    await page.getByTestId("meeting-save").click();
    await dialog.getByRole("alert").waitFor();
    await dialog.getByLabel("实到").fill("18");
    for (const word of ["发出票", "收回票", "有效票"]) await dialog.getByLabel(word).fill("18");
    await dialog.getByLabel("样建国的同意票").fill("18");
    await dialog.getByLabel("样建国的不同意票").fill("0");
    await dialog.getByLabel("样建国的弃权票").fill("0");
    await page.getByTestId("meeting-save").click();
    await page.getByText("会议记录已存").nth(1).waitFor();
    const { meeting } = await desk.server.call("meeting.get", { batchId: office.batch });
    assert.deepEqual([meeting.expected, meeting.present, meeting.votes.find((one) => one.agree === 18).against], [19, 18, 0]);
    if (await dialog.isVisible()) await page.keyboard.press("Escape");
    await page.getByTestId("pdf-pages").waitFor(drawn);
  });
});

describe("papers of the batch", () => {
  it("list every seal and signature, with a box to tick", { timeout: 90_000 }, async () => {
    const { page } = desk;
    await paper("seal-list").click();
    await page.getByTestId("pdf-pages").waitFor(drawn);
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByTestId("form-save").click()]);
    assert.equal(file.suggestedFilename(), "职称申报签字盖章清单.pdf");
    assert.equal(readFileSync(await file.path()).subarray(0, 5).toString(), "%PDF-");
  });

  it("go into a spreadsheet where the upstream wants one", async () => {
    const { page } = desk;
    await paper("summary-table").click();
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByTestId("form-workbook").click()]);
    assert.match(file.suggestedFilename(), /\.xlsx$/);
  });

  it("of one person say how many seals and pages there are, beside the packet", async () => {
    const { page, complaints } = desk;
    await page.getByRole("button", { name: "一人一册" }).click();
    await page.locator('[data-testid="packet-row"][data-state="built"]').first().click();
    await page.getByTestId("outline").getByText("封面").waitFor();
    assert.match(await page.getByTestId("outline").innerText(), /公章/);
    await page.getByTestId("pdf-pages").waitFor(drawn);
    assert.deepEqual(complaints, []);
  });
});
