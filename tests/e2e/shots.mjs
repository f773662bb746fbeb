/** PNG of every screen into target/shots, from a real office: light, dark, 150 %, and a low screen. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { kept } from "./kept.mjs";
import {
  addReviewer, freshFolder, giveFiles, job, openBrowser, openPage, openReview, root, sampleFile, startReceiver, startServer, visit,
} from "./lib.mjs";
import { finish, PAGES } from "./office.mjs";

const out = process.env.SHOTS ?? join(root, "target/shots");
mkdirSync(out, { recursive: true });
const browser = await openBrowser();

/** What somebody new sees: the three questions, the sheet of keys, the box for people and pages. */
async function firstDay(scheme) {
  const { folder, remove } = freshFolder();
  const server = await startServer(folder, { today: "2025-09-17" });
  const { page, context } = await openPage(browser, server.url, { scheme });
  const shot = (name) => page.screenshot({ path: join(out, `${name}${scheme === "dark" ? "-dark" : ""}.png`) });
  await page.getByTestId("first-run").waitFor();
  await shot("welcome");
  await page.getByTestId("keys").click();
  await page.getByTestId("key-sheet").waitFor();
  await page.waitForTimeout(400);
  await shot("keys");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await page.getByTestId("go").click();
  await page.getByTestId("go-find").fill("公示");
  await page.waitForTimeout(500);
  await shot("go");
  await context.close();
  await server.stop();
  remove();
}

/** A locked office, and what comes before it: the pass phrase, the recovery code. */
async function locked(scheme) {
  const { folder, remove } = freshFolder();
  const server = await startServer(folder, { today: "2025-09-17" });
  const { page, context } = await openPage(browser, server.url, { scheme });
  const shot = async (name) => {
    await page.waitForTimeout(400);
    await page.screenshot({ path: join(out, `${name}${scheme === "dark" ? "-dark" : ""}.png`) });
  };
  const phrase = "截图用的口令 not-a-secret";
  await server.call("key.create", { name: "样经办", passphrase: phrase });
  await server.call("key.addOfficer", { name: "样复核", role: "reviewer", passphrase: phrase });
  await visit(page, "/setting");
  await page.getByTestId("key-on").waitFor();
  await shot("setting-key");
  await page.getByTestId("key-renew").click();
  await page.getByTestId("key-former").fill(phrase);
  await page.getByTestId("key-go").click();
  await page.getByTestId("recovery-code").waitFor();
  await shot("recovery");
  await page.getByTestId("recovery-kept").check();
  await page.getByTestId("recovery-done").click();
  await page.getByTestId("recovery-code").waitFor({ state: "detached" });
  await page.getByTestId("lock-up").click();
  await page.getByTestId("lock").waitFor();
  await shot("lock");
  await context.close();
  await server.stop();
  remove();
}

/** The guide of the first batch, and the help looked through. */
async function guided(url, office, scheme) {
  const { page, context } = await openPage(browser, url, { scheme, guided: true });
  const shot = (name) => page.screenshot({ path: join(out, `${name}${scheme === "dark" ? "-dark" : ""}.png`) });
  await visit(page, PAGES.overview(office));
  await page.waitForTimeout(400);
  await shot("overview-sample");
  await visit(page, PAGES.material(office));
  await page.waitForTimeout(400);
  await shot("material-guide");
  await page.getByTestId("help-here").click();
  await page.getByTestId("help-beside").waitFor();
  await page.waitForTimeout(300);
  await shot("material-help");
  await visit(page, "/help");
  await page.getByTestId("help-find").fill("公示");
  await page.getByTestId("help-hit").first().waitFor();
  await shot("help-hits");
  await page.getByTestId("help-find").press("Enter");
  await page.waitForTimeout(300);
  await shot("help-marked");
  await context.close();
}

/** A second batch with people of the first one: their scans can be used again, but for one that has run out. */
async function anotherBatch(server, office) {
  const { applications } = await server.call("batch.get", { id: office.batch });
  const whole = applications.filter((one) => one.conclusion === "eligible").slice(0, 5);
  const file = await server.handIn("03-diploma.jpg");
  await server.call("attachment.add", { applicationId: whole[0].id, materialId: "award-proof", files: [file], validUntil: "2025-09-01" });
  const { id } = await server.call("batch.create", { ...job.batch, name: "补报" });
  await server.call("batch.choose", { id, personIds: whole.map((one) => one.personId) });
  await server.call("eligibility.assess", { batchId: id });
  return id;
}

/** An office on its way: every page in every look. */
async function onTheWay() {
  const { folder, remove, office } = await kept("posted");
  const server = await startServer(folder, { today: "2025-09-17" });
  try {
    for (const scheme of ["light", "dark"]) await guided(server.url, office, scheme);
    const again = await anotherBatch(server, office);
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
      await visit(page, `/batch/${again}/material`);
      await page.getByTestId("reuse").click();
      await page.getByTestId("earlier-line").first().waitFor();
      await page.waitForTimeout(400);
      await page.screenshot({ path: join(out, `material-earlier${suffix}.png`) });
      await context.close();
    }
  } finally {
    await server.stop();
    remove();
  }
}

/** An office that is through: packets on the desk, a receipt in the hand. */
async function through() {
  const { folder, remove, office } = await kept("packed");
  let server, receiver;
  try {
    receiver = await startReceiver(folder);
    addReviewer(folder);
    server = await startServer(folder, { today: "2025-09-24" });
    const { page, context } = await openPage(browser, server.url);
    await finish(server, office.batch, receiver.pairing);
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
    await returned(page, server, receiver, office);
    await visit(page, PAGES.packet(office));
    for (const name of ["packet-layout", "print", "portal-images"]) {
      await page.getByTestId(name).click();
      await page.getByRole("dialog").waitFor();
      await page.waitForTimeout(500);
      await page.screenshot({ path: join(out, `packet-${name.replace("packet-", "")}.png`) });
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
    }
    await visit(page, PAGES.form(office));
    await page.getByTestId("pdf-pages").waitFor({ timeout: 60_000 });
    await page.waitForTimeout(700);
    await page.screenshot({ path: join(out, "form-gallery.png") });
    await visit(page, PAGES.material(office));
    await page.getByTestId("optional-paper-proof").click();
    await page.waitForTimeout(400);
    await page.screenshot({ path: join(out, "material-optional.png") });
    await visit(page, `/batch/${office.batch}/assess/${office.ineligible}`);
    await page.getByTestId("rests").first().click();
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(out, "assess-facts.png") });
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
    await server?.stop();
    remove();
  }
}

/** The reviewer's pages, and what came back on the clerk's desk. */
async function returned(page, server, receiver, office) {
  const login = await browser.newContext({ viewport: { width: 1366, height: 900 } });
  const way = await login.newPage();
  await way.goto(receiver.review);
  await way.screenshot({ path: join(out, "review-login.png") });
  await login.close();
  const { page: review, context } = await openReview(browser, receiver.review);
  const shot = (name) => review.screenshot({ path: join(out, `review-${name}.png`), fullPage: true });
  await shot("list");
  await review.locator("tbody a").first().click();
  await shot("bundle");
  await review.locator("tbody a").first().click();
  await shot("application");
  await review.getByLabel("退回补正").check();
  await review.getByLabel(/身份证/).fill("背面不清楚，请重新扫描后替换");
  await review.getByLabel("总的意见").fill("其余材料齐全，补正后一并重报。".repeat(9));
  await review.getByLabel("补正期限").fill("2025-09-30");
  await review.getByRole("button", { name: "签发" }).click();
  await review.locator("tbody a").first().click();
  await shot("decided");
  await context.close();
  await visit(page, PAGES.submit(office));
  await page.getByTestId("pull").click();
  await page.getByTestId("decision").first().waitFor();
  await page.waitForTimeout(4500);
  await page.screenshot({ path: join(out, "submit-decision.png") });
  const { decisions } = await server.call("decision.list", { batchId: office.batch });
  const applicationId = decisions[0].applicationId;
  const item = await server.call("checklist.item", { applicationId, materialId: "id-card" });
  await server.call("attachment.remove", { id: item.attachments[0].id });
  const files = [await server.handIn("03-diploma.jpg")];
  await server.call("attachment.add", { applicationId, materialId: "id-card", files });
  await visit(page, PAGES.overview(office));
  await visit(page, PAGES.submit(office));
  await page.getByRole("button", { name: /^审核结果/ }).click();
  await page.getByTestId("change").first().waitFor();
  await page.screenshot({ path: join(out, "submit-changed.png") });
  await page.getByRole("button", { name: "上报记录" }).click();
  await page.getByTestId("save-plain").click();
  await page.getByRole("dialog").waitFor();
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(out, "submit-plain.png") });
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

try {
  if (process.argv[2] !== "done") {
    for (const scheme of ["light", "dark"]) {
      await firstDay(scheme);
      await locked(scheme);
    }
    await onTheWay();
  }
  await through();
} finally {
  await browser.close();
}
