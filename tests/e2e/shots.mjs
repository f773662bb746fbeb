/** PNG of every screen into target/shots, from a real office: light, dark, 150 %, and a low screen. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  freshFolder, giveFiles, openBrowser, openPage, root, sampleFile, startServer, visit,
} from "./lib.mjs";
import { PAGES, prepare } from "./office.mjs";

const out = process.env.SHOTS ?? join(root, "target/shots");
mkdirSync(out, { recursive: true });
const { folder, remove } = freshFolder();
const browser = await openBrowser();
const server = await startServer(folder, { today: "2025-09-17" });
try {
  const first = await openPage(browser, server.url);
  await first.page.screenshot({ path: join(out, "welcome.png") });
  const office = await prepare(first.page);
  await first.context.close();
  const looks = { "": {}, "-dark": { scheme: "dark" }, "-150": { zoom: 150 }, "-690": { height: 690 } };
  for (const [suffix, look] of Object.entries(looks)) {
    const { page, context } = await openPage(browser, server.url, look);
    for (const [name, path] of Object.entries(PAGES)) {
      await visit(page, path(office));
      if (name === "notice") await page.getByTestId("pdf-pages").waitFor({ timeout: 60_000 });
      if (name === "import") {
        await giveFiles(page, [sampleFile("roster.xlsx")], () => page.getByTestId("choose-roster").click());
        await page.getByTestId("count-ready").waitFor();
      }
      await page.waitForTimeout(400);
      await page.screenshot({ path: join(out, `${name}${suffix}.png`) });
    }
    await visit(page, "/batch?new=1");
    await page.getByTestId("committee").first().waitFor();
    await page.screenshot({ path: join(out, `new-batch${suffix}.png`) });
    await context.close();
  }
} finally {
  await browser.close();
  await server.stop();
  remove();
}
