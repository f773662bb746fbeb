/** A verdict in all its parts: sentence, arithmetic, clause, what would help, the printed sheet; a fact stated and taken back. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { begin } from "./kept.mjs";
import { visit } from "./lib.mjs";

const desk = await begin("posted", { today: "2025-09-17" });

describe("a verdict", () => {
  it("says no with the sum, the clause, the way out and the year", async () => {
    const { page, office } = desk;
    await visit(page, `/batch/${office.batch}/assess/${office.ineligible}`);
    await page.getByTestId("conclusion").getByText("不可申报").waitFor();
    const sum = (await page.getByTestId("sum").innerText()).replace(/\s+/g, "");
    // 4 years 3 months, less a year lent to another post, is 3 years 3 months: 9 months short of 4 years.
    assert.match(sum, /4年3个月.*1年.*3年3个月.*差9个月/);
    const verdict = await page.getByTestId("verdict").innerText();
    assert.match(verdict, /2026年/);
    assert.match(verdict, /怎样能报/);
    await page.getByTestId("clause-card").getByText("大意").waitFor();
  });

  it("opens the clause it rests on, and comes back to the same person", async () => {
    const { page, office } = desk;
    const link = page.getByTestId("verdict").getByRole("link", { name: /指南|通知|标准/ }).first();
    const label = await link.innerText();
    await link.click();
    await page.getByTestId("clause").getByText("大意").first().waitFor();
    assert.ok((await page.getByTestId("clause").innerText()).includes(label.split(" ").at(-1)));
    await page.goBack();
    await page.getByTestId("conclusion").waitFor();
    assert.ok(page.url().endsWith(office.ineligible));
  });

  it("shows what each finding rests on", async () => {
    const { page } = desk;
    await page.getByTestId("rests").first().click();
    assert.match(await page.locator(".rests[open]").first().innerText(), /花名册|台账|推算|申报信息|单位信息/);
  });

  it("is printed for the person concerned", async () => {
    const { page } = desk;
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByTestId("print-verdict").click()]);
    assert.match(file.suggestedFilename(), /\.pdf$/);
  });

  it("leads through the open ones, by click and by arrow key", async () => {
    const { page } = desk;
    await page.getByRole("button", { name: /^待核 3$/ }).click();
    await page.getByTestId("applicant").nth(3).waitFor({ state: "detached" });
    assert.equal(await page.getByTestId("applicant").count(), 3);
    await page.getByTestId("applicant").first().click();
    const first = page.url();
    await page.getByTestId("applicant").first().press("ArrowDown");
    await page.waitForFunction((was) => location.href !== was, first);
    await page.getByTestId("next-open").click();
    await page.getByTestId("conclusion").getByText("待核实").waitFor();
    await page.getByRole("button", { name: /^全部 23$/ }).click();
  });

  it("changes with a fact that is stated, and again when it is taken back", async () => {
    const { page, office, complaints } = desk;
    await visit(page, `/batch/${office.batch}/assess/${office.open}`);
    const ask = page.getByTestId("ask").filter({ has: page.getByRole("textbox") }).first();
    await ask.getByRole("textbox").fill("2020-03-01");
    await ask.getByRole("textbox").blur();
    await page.getByTestId("conclusion").getByText("可申报", { exact: true }).waitFor();
    await page.getByRole("button", { name: /^可 14$/ }).waitFor();
    await page.getByRole("button", { name: "撤回" }).first().click();
    await page.getByTestId("conclusion").getByText("待核实").waitFor();
    await page.getByRole("button", { name: /^可 13$/ }).waitFor();
    assert.deepEqual(complaints, []);
  });
});
