/** What was changed of a person is told, and can be gone back behind. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { begin } from "./kept.mjs";
import { objections, visit } from "./lib.mjs";

const desk = await begin("listed", { today: "2025-08-26" });
const find = async (query) => {
  const list = await desk.server.call("person.list", { query, department: null, conclusion: null, sort: null, descending: false, from: 0, count: 1 });
  return list.rows[0].id;
};
const department = async (id) => (await desk.server.call("person.get", { id })).row.department;

describe("the changes of a person", () => {
  it("are told field by field, and one is gone back behind, and that taken back", { timeout: 60_000 }, async () => {
    const { page, server } = desk;
    const id = await find("样建国");
    const first = await department(id);
    await server.call("person.save", { id, values: [{ key: "department", value: "样例二科" }] });
    await server.call("person.save", { id, values: [{ key: "department", value: "样例三科" }] });
    await visit(page, `/person/${id}`);
    await page.getByTestId("tab-version").click();
    const versions = page.getByTestId("version");
    await versions.nth(1).waitFor();
    assert.match(await versions.first().innerText(), /样例二科[\s\S]*样例三科/);
    assert.deepEqual(await objections(page), []);
    await versions.nth(1).getByTestId("version-back").click();
    await page.getByTestId("undo-deed").waitFor();
    await versions.nth(2).waitFor();
    assert.equal(await department(id), first);
    await page.getByTestId("undo-deed").click();
    await versions.nth(3).waitFor();
    assert.equal(await department(id), "样例三科");
  });

  it("say so where there are none", async () => {
    const { page, complaints } = desk;
    await visit(page, `/person/${await find("试秀英")}`);
    await page.getByTestId("tab-version").click();
    await page.getByText("还没有改过").waitFor();
    assert.deepEqual(complaints, []);
  });
});
