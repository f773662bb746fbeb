/** Chinese typed with an input method: what is not yet a word searches nothing, submits nothing, presses no key of the window. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { begin } from "./kept.mjs";
import { giveFiles, sampleFile, visit } from "./lib.mjs";

const desk = await begin("posted", { today: "2025-09-17" });

/** An input method inside the engine: letters under way, then the word they become. */
async function method() {
  const line = await desk.page.context().newCDPSession(desk.page);
  return {
    compose: (text) => line.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length }),
    commit: (text) => line.send("Input.insertText", { text }),
    /** A key that the method keeps for itself, as it comes to the page. */
    key: (key) => line.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key, windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229 }),
  };
}

/** Every list that is searched: where, its box, its rows, a word. */
const LISTS = [
  ["/person", () => desk.page.getByTestId("find"), '[role="row"]', "样建国"],
  ["/policy-directory", () => desk.page.getByTestId("directory-find"), '[data-testid="directory-row"]', "建筑"],
  ["/policy", () => desk.page.locator('main input[type="search"]'), ".picks a", "借调"],
  ["/help", () => desk.page.getByTestId("help-find"), '[data-testid="help-hit"]', "公示"],
];

describe("an input method", () => {
  for (const [path, box, rows, word] of LISTS) {
    it(`searches ${path} only once the word stands`, async () => {
      const { page } = desk;
      await visit(page, path);
      const count = () => page.locator(rows).count();
      if (path !== "/help") await page.locator(rows).nth(2).waitFor();
      const before = await count();
      const ime = await method();
      await box().click();
      for (const text of ["j", "ji", "jie", "jie d"]) await ime.compose(text);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      assert.equal(await count(), before, "letters under way are no word");
      await ime.commit(word);
      assert.equal(await box().inputValue(), word);
      await page.waitForFunction(([css, n]) => document.querySelectorAll(css).length !== n, [rows, before]);
    });
  }

  it("keeps Enter to itself while a cell is put right", async () => {
    const { page } = desk;
    await visit(page, "/roster");
    await giveFiles(page, [sampleFile("roster.xlsx")], () => page.getByTestId("choose-roster").click());
    const input = page.getByTestId("fix-input").first();
    await input.waitFor();
    const issues = page.locator('[data-testid^="issue-"]');
    const before = await issues.count();
    const ime = await method();
    await input.click();
    await input.fill("");
    await ime.compose("ben ke");
    await ime.key("Enter");
    await ime.commit("本科");
    assert.equal(await input.inputValue(), "本科");
    assert.equal(await issues.count(), before);
  });

  it("presses no key of the window", async () => {
    const { page, complaints } = desk;
    await visit(page, "/person");
    const ime = await method();
    await page.getByTestId("find").click();
    await ime.compose("wen hao");
    await ime.key("?");
    await ime.commit("？/");
    assert.equal(await page.getByTestId("find").inputValue(), "？/");
    assert.equal(await page.getByTestId("key-sheet").count(), 0);
    assert.deepEqual(complaints, []);
  });
});
