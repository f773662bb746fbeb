/** PNG of every screen into target/shots, from a real office: light, dark, 150 %, and a low screen. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  freshFolder, giveFiles, openBrowser, openPage, root, sampleFile, startReceiver, startServer, visit,
} from "./lib.mjs";
import { finish, PAGES, prepare } from "./office.mjs";

const out = process.env.SHOTS ?? join(root, "target/shots");
mkdirSync(out, { recursive: true });
const browser = await openBrowser();

/** An office on its way: every page in every look. */
async function onTheWay() {
  const { folder, remove } = freshFolder();
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
    await server.stop();
    remove();
  }
}

/** An office that is through: packets on the desk, a receipt in the hand. */
async function through() {
  const { folder, remove } = freshFolder();
  let server = await startServer(folder, { today: "2025-09-15" });
  let receiver;
  try {
    const first = await openPage(browser, server.url);
    const office = await prepare(first.page, { complete: true });
    await first.context.close();
    await server.stop();
    receiver = await startReceiver(folder);
    server = await startServer(folder, { today: "2025-09-24" });
    const { page, context } = await openPage(browser, server.url);
    await finish(page, office.batch, receiver.pairing);
    for (const name of ["overview", "material", "notice", "opinion", "packet", "submit", "history"]) {
      await visit(page, PAGES[name](office));
      if (name === "notice" || name === "packet") await page.getByTestId("pdf-pages").waitFor({ timeout: 60_000 });
      if (name === "submit") {
        await page.getByTestId("verify").click();
        await page.getByTestId("verified").waitFor();
      }
      await page.waitForTimeout(500);
      await page.screenshot({ path: join(out, `${name}-done.png`) });
    }
    await visit(page, PAGES.packet(office));
    await page.getByRole("button", { name: "各种表格" }).click();
    for (const name of ["brief", "seal-list", "meeting-record"]) {
      await page.locator(`[data-testid="form-entry"][data-name="${name}"]`).click();
      await page.getByTestId("pdf-pages").waitFor({ timeout: 60_000 });
      await page.waitForTimeout(900);
      await page.screenshot({ path: join(out, `form-${name}.png`) });
    }
    await page.getByTestId("meeting-open").click();
    await page.getByTestId("meeting-save").waitFor();
    await page.waitForTimeout(400);
    await page.screenshot({ path: join(out, "form-meeting.png") });
    await page.keyboard.press("Escape");
    await page.getByTestId("form-person").first().click();
    for (const name of ["notice-a3", "supplement", "portal"]) {
      await page.locator(`[data-testid="form-entry"][data-name="${name}"]`).click();
      await page.getByTestId("pdf-pages").waitFor({ timeout: 60_000 });
      await page.waitForTimeout(900);
      await page.screenshot({ path: join(out, `form-${name}.png`) });
    }
    await page.getByTestId("portal-copy").click();
    await page.getByTestId("copy-value").first().waitFor();
    await page.screenshot({ path: join(out, "form-portal-copy.png") });
    await context.close();
  } finally {
    await receiver?.stop();
    await server.stop();
    remove();
  }
}

try {
  if (process.argv[2] !== "done") await onTheWay();
  await through();
} finally {
  await browser.close();
}
