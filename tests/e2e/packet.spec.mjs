/**
 * Packets as an office wants them: added materials, an order of its own, volumes, one pile to print,
 * pictures for the filing system; and where every value of a verdict stands in the list.
 */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { kept } from "./kept.mjs";
import { giveFiles, openBrowser, openPage, sampleFile, startServer, visit } from "./lib.mjs";
import { PAGES } from "./office.mjs";

const { folder, remove, office } = await kept("packed");
const slow = { timeout: 60_000 };
let browser, server, page, complaints;

before(async () => {
  browser = await openBrowser();
  server = await startServer(folder, { today: "2025-09-24" });
  ({ page, complaints } = await openPage(browser, server.url));
});

after(async () => {
  await browser?.close();
  await server?.stop();
  remove();
});

/** Moves the held line over the top of the list, back and forth, until it stands there. */
async function untilMoved(page, lines, to, line) {
  for (let tries = 0; tries < 20; tries += 1) {
    await page.mouse.move(to.x + 20, to.y + 24 + tries, { steps: 6 });
    await page.mouse.move(to.x + 20, to.y + 3, { steps: 6 });
    // The neighbours glide aside before they can be measured again.
    await page.waitForTimeout(150);
    if ((await lines.first().getAttribute("data-line")) === line) return;
  }
  throw new Error("the line never came to the top");
}

describe("a packet as the office wants it", () => {
  it("shows beside each finding what it rests on and in which cell it stands", async () => {
    await visit(page, `/batch/${office.batch}/assess/${office.ineligible}`);
    await page.getByTestId("rests").first().click();
    const text = await page.locator(".rests[open]").first().innerText();
    assert.match(text, /花名册\.xlsx〔.+〕[A-Z]+\d+|推算|人工核定|申报信息|单位信息|台账/);
  });

  it("takes what nobody is asked for, and binds it in", slow, async () => {
    await visit(page, PAGES.material(office));
    await page.getByTestId("optional-paper-proof").click();
    await page.getByTestId("material").getByText("论文（封面、版权页、目录、正文）").first().waitFor();
    await giveFiles(page, [sampleFile("scan/08-appraisal-a4-200dpi.jpg")], () => page.getByTestId("add-file").click());
    await page.getByTestId("attachment").first().waitFor();
    await page.getByTestId("optional-paper-proof").getByText("1").waitFor();
    // Seen a second time, when the map is known already.
    await visit(page, PAGES.overview(office));
    await visit(page, PAGES.material(office));
    await page.getByTestId("optional-paper-proof").getByText("1").waitFor();
  });

  it("is put in another order by dragging and by keys, and split in volumes", { timeout: 120_000 }, async () => {
    await visit(page, PAGES.packet(office));
    await page.getByTestId("packet-row").first().click();
    await page.getByTestId("packet-layout").click();
    const lines = page.getByTestId("layout-lines").locator("li");
    const order = () => lines.evaluateAll((all) => all.map((one) => one.dataset.line));
    await lines.first().waitFor();
    const before = await order();
    // Drag the third line to the top, as a hand does: look where it is once nothing moves, then follow it.
    await lines.nth(2).locator(".grip").hover();
    const to = await lines.nth(0).boundingBox();
    await page.mouse.down();
    await untilMoved(page, lines, to, before[2]);
    await page.mouse.up();
    await page.waitForFunction((was) => document.querySelector('[data-testid="layout-lines"] li')?.dataset.line !== was, before[0]);
    const dragged = await order();
    assert.deepEqual(dragged, [before[2], before[0], before[1], ...before.slice(3)]);
    await lines.nth(0).getByRole("button", { name: /^下移/ }).click();
    assert.deepEqual((await order()).slice(0, 2), [before[0], before[2]]);
    await page.getByTestId("layout-split").click();
    await page.getByTestId("layout-lines").getByText("第 2 册从这里开始").waitFor();
    await page.getByTestId("layout-duplex").check();
    await page.getByTestId("layout-on-page").check();
    await page.getByTestId("layout-save").click();
    await page.getByText("已记下，这个评委会以后都这样装").first().waitFor();
    await page.locator('[data-testid="packet-row"][data-state="stale"]').first().waitFor();
    await page.getByTestId("assemble").click();
    await page.getByTestId("job").waitFor({ state: "detached", timeout: 100_000 });
    await page.locator('[data-testid="packet-row"][data-state="built"]').first().click();
    await page.getByTestId("outline").getByText("封面").waitFor();
  });

  it("lays papers on one pile", { timeout: 120_000 }, async () => {
    await page.getByTestId("print").click();
    await page.getByTestId("print-verdict").check();
    await page.getByTestId("print-calibration").check();
    await page.getByTestId("print-make").click();
    await page.getByTestId("print-made").getByText("打印-A4.pdf").waitFor({ timeout: 100_000 });
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByTestId("print-made").getByRole("button").first().click(),
    ]);
    assert.equal(download.suggestedFilename(), "打印-A4.pdf");
    await page.keyboard.press("Escape");
  });

  it("makes pictures for the filing system", { timeout: 120_000 }, async () => {
    await page.getByTestId("portal-images").click();
    await page.getByTestId("image-size").selectOption("300");
    const [download] = await Promise.all([
      page.waitForEvent("download", { timeout: 100_000 }),
      page.getByTestId("image-make").click(),
    ]);
    assert.equal(download.suggestedFilename(), "申报图片.zip");
    await page.getByTestId("image-made").getByText(/已导出 \d+ 张图片/).waitFor();
  });

  it("shows every paper with invented people, and makes one the office's own", { timeout: 120_000 }, async () => {
    await visit(page, PAGES.form(office));
    await page.getByTestId("pdf-pages").waitFor({ timeout: 60_000 });
    assert.ok((await page.getByTestId("form-entry").count()) >= 30);
    await page.locator('[data-testid="form-entry"][data-name="seal-list"]').click();
    await page.getByRole("button", { name: "极端" }).click();
    await page.getByTestId("pdf-pages").waitFor({ timeout: 60_000 });
    await page.getByTestId("form-adapt").click();
    await page.getByText("seal-list.typ").first().waitFor();
    await page.getByText("本单位的模板").first().waitFor();
  });

  it("never breaks the page's own policy", () => {
    assert.deepEqual(complaints, []);
  });
});
