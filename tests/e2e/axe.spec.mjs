/**
 * Every page, read by axe-core: in light, in dark, and with letters half as large again. Also no
 * English word and no untranslated key where a screen reader would read one out.
 */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { kept } from "./kept.mjs";
import { objections, openBrowser, openPage, startServer, visit } from "./lib.mjs";
import { PAGES } from "./office.mjs";

const { folder, remove, office } = await kept("posted");
let browser, server;

before(async () => {
  browser = await openBrowser();
  server = await startServer(folder, { today: "2025-09-17" });
});

after(async () => {
  await browser?.close();
  await server?.stop();
  remove();
});

const KINDS = [
  ["in light", {}],
  ["in dark", { scheme: "dark" }],
  ["with letters at 150 %", { zoom: 150 }],
];

for (const [words, kind] of KINDS) {
  describe(`pages ${words}`, () => {
    let page, complaints;
    before(async () => {
      ({ page, complaints } = await openPage(browser, server.url, kind));
    });

    for (const [name, path] of Object.entries(PAGES)) {
      it(`${name} has nothing axe objects to`, async () => {
        await visit(page, path(office));
        assert.deepEqual(await objections(page), []);
      });
    }

    it("never breaks the page's own policy", () => {
      assert.deepEqual(complaints, []);
    });
  });
}

describe("words", () => {
  it("are Chinese everywhere a screen reader reads", async () => {
    const { page } = await openPage(browser, server.url);
    for (const [name, path] of Object.entries(PAGES)) {
      await visit(page, path(office));
      const tree = await page.locator("body").ariaSnapshot();
      const quoted = tree
        .replace(/^\s*- \/url:.*$/gm, "")
        .replace(/\[[^\]]*\]/g, "")
        // A platform is named by its address.
        .replace(/\b[a-z0-9-]+(?:\.[a-z0-9-]+)+\b(?:\/[#/a-z]*)?/g, "");
      // File names, letters of columns and codes are the clerk's own; the rest must be Chinese.
      const words = [...quoted.matchAll(/[A-Za-z][A-Za-z]{3,}(?:\.[a-z]+)*/g)]
        .map((found) => found[0])
        .filter((word) => !ROLES.has(word.toLowerCase()) && !OWN.test(word));
      assert.deepEqual([...new Set(words)], [], name);
    }
  });
});

/** Words of the snapshot's own language. */
const ROLES = new Set(
  "text link button heading navigation main banner list listitem table row cell rowgroup columnheader rowheader grid gridcell status region complementary combobox option group search searchbox textbox checkbox paragraph strong emphasis term definition article document progressbar tablist tabpanel radio dialog alert deletion insertion caption figure time code contentinfo img level checked selected expanded pressed disabled mixed true false placeholder active".split(" "),
);
const OWN = /^(Excel|chengbao|kunming|jpeg?|xlsx|pdf|front|back|diploma|title|certificate|exif|qualification|alpha|appraisal|education|record|rotated|cropped|dpi|blank|dark|blurred|roster|fonts|[A-Z0-9]{5,})$/i;
