/** Looking somebody up: by name, pinyin, initials, either end of the number; columns, order, and a record put right. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { begin } from "./kept.mjs";
import { visit } from "./lib.mjs";

const desk = await begin("posted", { today: "2025-09-17" });
const match = (n) => desk.page.getByText(`符合条件 ${n} 人`).waitFor();

describe("looking somebody up", () => {
  it("takes whatever is at hand", async () => {
    const { page, server } = desk;
    await visit(page, "/person");
    const find = page.getByTestId("find");
    const { rows } = await server.call("person.list", { query: "样建国" });
    const whole = (await server.call("person.reveal", { id: rows[0].id, field: "id_number" })).value;
    for (const word of ["样建国", "yangjianguo", "yjg", whole.slice(-4), whole.slice(0, 14)]) {
      await find.fill(word);
      await page.getByTestId("grid").getByText("样建国").waitFor();
      await page.getByTestId("person-side").getByText("样建国").waitFor();
    }
    await find.fill("样建国");
    await match(1);
    await find.fill("没有这个人");
    await page.getByText("没有符合条件的人").waitFor();
  });

  it("narrows by department and by verdict, and lets go of both", async () => {
    const { page } = desk;
    await page.getByRole("button", { name: "清空条件" }).click();
    await page.getByText("在册 24 人").waitFor();
    await page.getByLabel("今年结论").selectOption({ label: "不可申报" });
    await match(7);
    await page.getByLabel("部门", { exact: true }).selectOption({ label: "工程一部" });
    await page.getByRole("grid").getByText("样立新").waitFor();
    await page.getByRole("button", { name: "清空条件" }).click();
    await page.getByText("在册 24 人").waitFor();
  });

  it("orders by a column, and shows the columns one wants, also tomorrow", async () => {
    const { page } = desk;
    const heads = () => page.getByRole("columnheader").allInnerTexts();
    await page.getByRole("columnheader").getByRole("button", { name: "出生年月" }).click();
    await page.locator('[role="columnheader"][aria-sort="ascending"]').waitFor();
    const eldest = (await desk.server.call("person.list", { sort: "born_on", count: 1 })).rows[0].name;
    await page.getByRole("row").nth(1).getByText(eldest).waitFor();
    await page.getByTestId("columns").click();
    assert.ok(await page.getByTestId("column-name").isDisabled());
    await page.getByTestId("column-post").check();
    await page.getByTestId("column-born").uncheck();
    await page.getByRole("columnheader", { name: "岗位" }).waitFor();
    await page.keyboard.press("Escape");
    const chosen = await heads();
    assert.ok(!chosen.includes("出生年月"));
    await page.reload();
    await page.getByRole("columnheader", { name: "岗位" }).waitFor();
    assert.deepEqual(await heads(), chosen);
  });

  it("goes to a person or to a clause from anywhere, by the keyboard alone", async () => {
    const { page } = desk;
    await visit(page, "/setting");
    await page.keyboard.press("Control+k");
    await page.getByTestId("go-find").fill("ylx");
    await page.getByTestId("goal").filter({ hasText: "样立新" }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "样立新" }).waitFor();
    // What is typed into a box on its way out says nothing.
    await page.getByTestId("go-find").waitFor({ state: "hidden" });
    await page.keyboard.press("Control+k");
    await page.getByTestId("go-find").fill("借调");
    await page.getByTestId("goal").filter({ hasText: "条款" }).first().click();
    await page.getByTestId("clause").getByText("大意").first().waitFor();
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: "样立新" }).waitFor();
  });

  it("takes a record out, and puts it back where one thinks better of it", async () => {
    const { page, complaints } = desk;
    const row = page.getByRole("row").filter({ hasText: "样例" }).first();
    const text = await row.innerText();
    await row.getByRole("button").click();
    await page.getByTestId("remove-record").click();
    await page.getByTestId("remove-record").waitFor({ state: "detached" });
    await page.getByTestId("undo-deed").click();
    await page.waitForFunction((was) => [...document.querySelectorAll("main tr")].some((one) => one.innerText === was), text);
    await page.getByRole("tab", { name: "操作记录" }).click();
    await page.getByText("保存人员记录").nth(1).waitFor();
    assert.deepEqual(complaints, []);
  });
});
