/** The unit's own data: typed once, checked, shown where it is used; where its filings go; how the window is shown. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { begin } from "./kept.mjs";
import { settled, visit } from "./lib.mjs";

const desk = await begin("listed", { today: "2025-09-10" });

describe("the unit", () => {
  it("shows by which stations its filings go, and the clause for it", async () => {
    const { page } = desk;
    await visit(page, "/unit");
    const route = page.locator(".route li");
    await route.first().waitFor();
    assert.ok((await route.count()) >= 2);
    await page.getByRole("button", { name: /昆明样例劳务派遣/ }).click();
    await page.getByText("劳务派遣单位").first().waitFor();
    await page.getByRole("button", { name: /富民县样例建筑工程/ }).click();
  });

  it("says what is wrong on top, and keeps nothing until it is right", async () => {
    const { page, server } = desk;
    await page.getByTestId("edit-unit").click();
    await page.getByTestId("unit-code").fill("9153");
    await page.getByTestId("unit-save").click();
    assert.match(await page.getByRole("alert").innerText(), /18/);
    assert.notEqual((await server.call("unit.get", {})).own.creditCode, "9153");
    const { own } = await server.call("unit.get", {});
    await page.getByTestId("unit-code").fill(own.creditCode);
    await page.getByLabel("公示地点").fill("三楼公告栏");
    await page.getByTestId("unit-save").click();
    await page.getByText("三楼公告栏").waitFor();
  });

  it("fills the posting of a notice by itself", async () => {
    const { page, server } = desk;
    const { id } = await server.call("batch.create", { name: "试批次", year: 2025, committeeIds: ["km.45"], submitOn: "2025-09-30" });
    const { candidates } = await server.call("batch.candidates", { id });
    await server.call("batch.choose", { id, personIds: candidates.filter((one) => one.isSelectable).map((one) => one.personId) });
    await server.call("eligibility.assess", { batchId: id });
    await visit(page, `/batch/${id}/notice`);
    await page.waitForFunction(() => document.querySelector('[data-testid="place"]')?.value === "三楼公告栏");
    assert.notEqual(await page.getByTestId("posted-by").inputValue(), "");
  });
});

describe("the window", () => {
  for (const zoom of ["125%", "150%", "175%"]) {
    it(`is as usable at ${zoom}: nothing to do lies beside the screen`, async () => {
      const { page } = desk;
      await visit(page, "/setting");
      await page.getByTestId("zoom").getByText(zoom).click();
      for (const path of ["/", "/person", "/batch", "/unit"]) {
        await visit(page, path);
        const outside = await page.locator("main .btn").evaluateAll((all) => all.filter((one) => {
          const { left, right, width } = one.getBoundingClientRect();
          return width && (left < 0 || right > innerWidth + 1);
        }).map((one) => one.textContent));
        assert.deepEqual(outside, [], path);
      }
    });
  }

  it("says on the desktop that something came, once the computer lets it", async () => {
    const { page } = desk;
    await visit(page, "/setting");
    await page.getByTestId("notify").click();
    await page.getByText("这台电脑没有准许提醒").waitFor();
    assert.equal(await page.getByTestId("notify").isChecked(), false);
    await page.context().grantPermissions(["notifications"]);
    await page.reload();
    await page.getByTestId("notify").click();
    await page.waitForFunction(() => localStorage.getItem("chengbao-notify") === "1");
    assert.equal(await page.getByTestId("notify").isChecked(), true);
  });

  it("stays dark and large until it is told otherwise", async () => {
    const { page, complaints } = desk;
    await visit(page, "/setting");
    await page.getByTestId("theme").getByText("暗", { exact: true }).click();
    const canvas = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await canvas();
    await page.reload();
    await page.locator("main h1").waitFor();
    await settled(page);
    assert.equal(await canvas(), dark);
    assert.equal(await page.evaluate(() => document.documentElement.style.getPropertyValue("--zoom")), "1.75");
    await page.getByTestId("theme").getByText("明", { exact: true }).click();
    await page.getByTestId("zoom").getByText("100%").click();
    assert.notEqual(await canvas(), dark);
    assert.deepEqual(complaints, []);
  });
});
