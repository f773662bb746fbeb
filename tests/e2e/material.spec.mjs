/** Scans by the armful: dropped in folders, placed by their names, the doubtful ones asked; the map, its keys, its sheet. */
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { begin } from "./kept.mjs";
import { dropOn, giveFiles, job, objections, sampleFile, visit } from "./lib.mjs";

const desk = await begin("posted", { today: job.days.post });
const cells = (state) => desk.page.locator(`[data-testid="heatmap"] button[data-state="${state}"]`);
const map = () => desk.server.call("checklist.get", { batchId: desk.office.batch });

/** A scan of the sample under a name a clerk would give it. */
function named(name, scan = "03-diploma.jpg") {
  const folder = join(desk.folder, "scan");
  mkdirSync(folder, { recursive: true });
  copyFileSync(sampleFile("scan", scan), join(folder, name));
  return join(folder, name);
}

describe("the map of materials", () => {
  it("says every state by letter and colour, and sums up what is open", async () => {
    const { page, office } = desk;
    await visit(page, `/batch/${office.batch}/material`);
    const letters = { complete: "齐", missing: "缺", doubtful: "疑", expired: "过", waived: "免", made_here: "制" };
    for (const [state, letter] of Object.entries(letters)) assert.equal(await cells(state).first().innerText(), letter, state);
    const colours = await Promise.all(["complete", "missing", "expired"].map((state) => cells(state).first().evaluate((one) => getComputedStyle(one).backgroundColor)));
    assert.equal(new Set(colours).size, 3);
    const { openCount, openPeople } = await map();
    await page.getByText(`还有 ${openCount} 处要补，落在 ${openPeople} 人身上`).waitFor();
  });

  it("is walked by keys, and gap by gap", async () => {
    const { page } = desk;
    await cells("missing").first().click();
    const where = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
    const first = await where();
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction((was) => document.activeElement?.getAttribute("aria-label") !== was, first);
    await page.keyboard.press("End");
    assert.match(await where(), /年度考核/);
    await page.getByTestId("next-gap").click();
    const spot = page.locator('[data-testid="heatmap"] [aria-current="true"]');
    assert.match(await spot.getAttribute("data-state"), /missing|doubtful|expired/);
  });

  it("shows only who lacks something", async () => {
    const { page } = desk;
    await page.getByLabel("只看有缺的").check();
    const { openPeople, rows } = await map();
    await page.getByText(`有缺的 ${openPeople} 人，共 ${rows.length} 人`).waitFor();
    assert.equal(await page.getByTestId("heatmap").getByRole("rowheader").count(), openPeople + 1);
    await page.getByLabel("只看有缺的").uncheck();
  });

  it("writes one sheet of everything somebody has to mend", async () => {
    const { page } = desk;
    const gap = cells("missing").first();
    const [name] = (await gap.getAttribute("aria-label")).split(" ");
    await gap.click();
    await page.getByTestId("material").locator(".who").getByText(name).waitFor();
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByTestId("tell").click()]);
    assert.equal(file.suggestedFilename(), "职称申报材料一次性告知单.pdf");
  });
});

describe("many scans at once", () => {
  it("go where their names say, and the rest is asked", async () => {
    const { page, server } = desk;
    const before = await map();
    const gaps = before.rows.flatMap((row) => row.cells.flatMap((state, at) => (state === "missing" ? [{ row, head: before.materials[at] }] : [])));
    assert.ok(gaps.length > 3, `${gaps.length} gaps`);
    const files = gaps.map(({ row, head }, at) => named(`${row.name}-${head.short}${at % 2 ? "（扫描）" : ""}.jpg`));
    files.push(named("IMG_0012.jpg"), named(`${gaps[0].row.name}.pdf`, "12-encrypted.pdf"));
    await giveFiles(page, files, () => page.getByTestId("put-many").click());
    await page.getByTestId("many-sum").getByText(`共 ${files.length} 个文件，有 2 个看名字认不准`).waitFor();
    const lines = page.getByTestId("many-line");
    assert.deepEqual(await lines.evaluateAll((all) => all.slice(0, 3).map((one) => one.dataset.sure)), ["false", "false", "true"]);
    // One of the two is shown its place, the other stays out.
    const asked = lines.filter({ hasText: `${gaps[0].row.name}.pdf` });
    await asked.getByRole("combobox").nth(1).selectOption({ label: gaps[0].head.short });
    await page.getByText("还有 1 个没有指定，不会放入").waitFor();
    await page.getByTestId("many-go").click();
    await page.getByTestId("many-refused").getByText(/12-encrypted|加密|密码/).first().waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "关闭" }).last().click();
    await cells("missing").first().waitFor({ state: "detached" });
    const after = await map();
    assert.equal(after.rows.flatMap((row) => row.cells).filter((state) => state === "missing").length, 0);
    const { attachments } = await server.call("checklist.item", { applicationId: gaps[0].row.applicationId, materialId: gaps[0].head.id });
    assert.equal(attachments.length, 1);
  });

  it("are all taken out again in one go", async () => {
    const { page } = desk;
    await page.getByTestId("undo-deed").click();
    await cells("missing").nth(3).waitFor();
  });

  it("may lie in a folder of each person", async () => {
    const { page } = desk;
    const { rows, materials } = await map();
    const row = rows.find((one) => one.cells.includes("missing"));
    const head = materials[row.cells.indexOf("missing")];
    // A drop of a folder, as the engine tells of it: an entry with entries in it.
    await page.evaluate(([person, name]) => {
      const file = new File([Uint8Array.from([1, 2, 3])], name);
      const leaf = { isFile: true, isDirectory: false, fullPath: `/${person}/${name}`, file: (done) => done(file) };
      let handed = false;
      const reader = { readEntries: (done) => done(handed ? [] : ((handed = true), [leaf])) };
      const folder = { isFile: false, isDirectory: true, fullPath: `/${person}`, createReader: () => reader };
      const event = new Event("drop", { bubbles: true, cancelable: true });
      Object.defineProperty(event, "dataTransfer", { value: { items: [{ webkitGetAsEntry: () => folder }], files: [] } });
      document.querySelector('[data-testid="map"]').dispatchEvent(event);
    }, [row.name, `${head.short}.jpg`]);
    await page.getByTestId("many-sum").getByText("1 个文件都照名字认出了").waitFor();
    assert.match(await page.getByTestId("many-line").innerText(), new RegExp(`${row.name}/${head.short}`));
    await page.keyboard.press("Escape");
  });
});

describe("one scan", () => {
  it("is dropped on its cell, taken out, and put back as it was", async () => {
    const { page, complaints } = desk;
    const gap = cells("missing").first();
    const name = await gap.getAttribute("aria-label");
    await dropOn(page, gap, "03-diploma.jpg");
    await page.getByTestId("attachment").waitFor();
    // Only the newest deed is taken back: the first one is to be over.
    await page.getByText("收下 1 个文件").waitFor();
    await page.getByTestId("attachment").getByRole("button", { name: "移出" }).click();
    await page.getByText("已移出这个文件").waitFor();
    await page.getByTestId("attachment").waitFor({ state: "detached" });
    await page.getByTestId("toast-ok").filter({ hasText: "已移出这个文件" }).getByTestId("undo-deed").waitFor();
    await page.evaluate(() => document.activeElement?.blur());
    await page.keyboard.press("Control+z");
    await page.getByTestId("attachment").getByText("03-diploma.jpg").waitFor();
    await page.locator(`[aria-label="${name}"]`).waitFor({ state: "detached" });
    await page.getByTestId("rename").click();
    await page.getByTestId("rename-back").click();
    await page.getByTestId("rename-back").waitFor({ state: "detached" });
    await page.getByTestId("attachment").getByText("03-diploma.jpg").waitFor();
    assert.deepEqual(complaints, []);
  });
});

describe("scans of an earlier application", () => {
  it("are offered for what lasts, taken over at once, and taken out again", async () => {
    const { page, server, office, complaints } = desk;
    const { batch } = job;
    const { id } = await server.call("batch.create", { ...batch, name: "补报" });
    const { applications } = await server.call("batch.get", { id: office.batch });
    const whole = applications.filter((one) => one.conclusion === "eligible").slice(0, 3);
    await server.call("batch.choose", { id, personIds: whole.map((one) => one.personId) });
    await server.call("eligibility.assess", { batchId: id });
    const before = (await server.call("checklist.get", { batchId: id })).openCount;
    const { rows } = await server.call("attachment.earlier", { batchId: id });
    assert.ok(rows.length >= 3, "what may be used again");
    assert.ok(!rows.some((row) => ["pledge", "chsi-form", "appraisal"].includes(row.materialId)), "what speaks of one year is not offered");
    await visit(page, `/batch/${id}/material`);
    await page.getByTestId("reuse").click();
    assert.equal(await page.getByTestId("earlier-line").count(), rows.length);
    // The dialog has arrived when the library's landmarks are gone from it.
    await page.locator('.el-dialog__header[role="none"]').waitFor();
    assert.deepEqual(await objections(page), []);
    await page.getByLabel(`沿用${rows[0].name}的${rows[0].material}`).uncheck();
    const reused = page.waitForResponse((answer) => answer.url().includes("attachment.reuse"));
    await page.getByTestId("reuse-go").click();
    await reused;
    await page.getByText("沿用往年的").waitFor();
    const now = (await server.call("checklist.get", { batchId: id })).openCount;
    assert.ok(now <= before - (rows.length - 1) + 3 && now < before, `${before} before, ${now} after`);
    await page.getByTestId("reuse").getByText("（1）").waitFor();
    await page.getByTestId("undo-deed").last().click();
    await page.getByTestId("reuse").getByText(`（${rows.length}）`).waitFor();
    assert.deepEqual(complaints, []);
  });
});
