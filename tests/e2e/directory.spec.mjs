/** Finding the committee and its telephone; a batch for it with its days; what the policy says in a word. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { begin } from "./kept.mjs";
import { visit } from "./lib.mjs";

const desk = await begin("listed", { today: "2025-08-25" });

describe("the directory", () => {
  it("is looked through by field, level and year, and gives the telephone", async () => {
    const { page } = desk;
    await visit(page, "/policy-directory");
    const rows = page.getByTestId("directory-row");
    await rows.nth(20).waitFor();
    const all = await rows.count();
    await page.getByTestId("directory-find").fill("建筑工程");
    await page.waitForFunction((n) => document.querySelectorAll('[data-testid="directory-row"]').length < n, all);
    const one = rows.filter({ hasText: "昆明市建筑工程中级职称评审委员会" });
    assert.match(await one.innerText(), /中级[\s\S]*0871-\d{8}/);
    await page.getByTestId("directory-find").fill("没有这样的专业");
    await page.getByText("没有这样的评委会").waitFor();
    await page.getByTestId("directory-find").fill("");
    await page.getByLabel("年度").selectOption({ label: "2022 年度" });
    await page.getByText(/^2022 年度，\d+ 个评委会/).waitFor();
  });

  it("fills a new batch; what is forgotten is said, a day is taken as it is written", async () => {
    const { page, server } = desk;
    await visit(page, "/batch?new=1");
    await page.getByTestId("batch-save").click();
    assert.match(await page.getByRole("alert").innerText(), /请至少选一个评审委员会/);
    await page.getByTestId("committee-find").fill("建筑工程");
    await page.getByTestId("committee").filter({ hasText: "昆明市建筑工程中级职称评审委员会" }).click();
    await page.waitForFunction(() => /2025.*中级/.test(document.querySelector('[data-testid="batch-name"]')?.value ?? ""));
    await page.getByLabel("报送日", { exact: true }).fill("2025年9月30日");
    await page.getByLabel("报送日", { exact: true }).blur();
    await page.getByTestId("batch-save").click();
    await page.getByTestId("candidate").first().waitFor();
    const { batches } = await server.call("batch.list", {});
    assert.deepEqual([batches.length, batches[0].submitOn], [1, "2025-09-30"]);
  });

  it("chooses only who may go, and says why the others may not", async () => {
    const { page } = desk;
    const dispatched = page.getByTestId("candidate").filter({ hasText: "测试·阿牛" });
    assert.ok(await dispatched.getByRole("checkbox").isDisabled());
    assert.match(await dispatched.innerText(), /派遣/);
    await page.getByRole("button", { name: /^要看一眼/ }).click();
    await dispatched.waitFor();
  });

  it("finds a clause by a word of it", async () => {
    const { page, complaints } = desk;
    await visit(page, "/policy");
    await page.locator('main input[type="search"]').fill("借调");
    await page.getByText(/^共 \d+ 条|\d+ 条/).first().waitFor();
    await page.locator(".picks a").first().click();
    await page.getByTestId("clause").getByText("借调").first().waitFor();
    assert.deepEqual(complaints, []);
  });
});
