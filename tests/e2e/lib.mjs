/**
 * Real processes for the browser tests: `chengbao serve` on a fresh folder, `chengbao-receiver` on
 * loopback, Debian's Chromium. Nothing is mocked.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, isAbsolute, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
export const binary = (name) => join(target, process.env.CHENGBAO_PROFILE ?? "debug", name);
export const sampleFile = (...parts) => join(root, "assets/sample", ...parts);
export const job = JSON.parse(readFileSync(sampleFile("job.json"), "utf8"));
export const unit = JSON.parse(readFileSync(sampleFile("unit.json"), "utf8"));

/** A folder that is gone after the test. */
export function freshFolder() {
  const folder = mkdtempSync(join(tmpdir(), "chengbao-e2e-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Starts a program and waits until it has written its file; its output is kept for failures. */
async function startUntil(name, args, file, env = {}) {
  rmSync(file, { force: true });
  const child = spawn(binary(name), args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stdout.on("data", (part) => (said += part));
  child.stderr.on("data", (part) => (said += part));
  let failure = null;
  child.on("error", (error) => (failure = error));
  for (let tries = 0; tries < 600; tries += 1) {
    if (failure) throw failure;
    if (child.exitCode !== null) throw new Error(`${name} ended (${child.exitCode}): ${said}`);
    if (existsSync(file) && readFileSync(file, "utf8").trim()) break;
    await wait(50);
  }
  if (!existsSync(file)) throw new Error(`${name} did not start: ${said}`);
  const stop = async () => {
    if (child.exitCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await Promise.race([ended, wait(5000).then(() => child.kill("SIGKILL"))]);
  };
  return { answer: readFileSync(file, "utf8").trim(), stop, output: () => said };
}

/** What the window does, without a window: commands of the table, files handed in. */
function deskAt(url) {
  const { origin, hash } = new URL(url);
  const headers = { "X-Chengbao-Token": hash.replace(/^#t=/, "") };
  const send = async (path, type, body) => {
    const answer = await fetch(`${origin}${path}`, { method: "POST", headers: { ...headers, "Content-Type": type }, body });
    return answer.json();
  };
  return {
    call: (name, input) => send(`/api/call/${name}`, "application/json", JSON.stringify(input)),
    /** A scan of the sample, or any file by its path; its token. */
    handIn: async (name) => {
      const bytes = readFileSync(isAbsolute(name) ? name : sampleFile("scan", name));
      return (await send(`/api/pick?name=${encodeURIComponent(basename(name))}`, "application/octet-stream", bytes)).token;
    },
  };
}

/** `chengbao serve` on an office folder, and what it does for a window; `today` sets the office's clock. */
export async function startServer(folder, { today } = {}) {
  const portFile = join(folder, "port");
  // The window of this checkout, wherever the programs were built.
  const args = ["serve", "--office", join(folder, "office"), "--port-file", portFile, "--ui", join(root, "ui/dist")];
  if (today) args.push("--today", today);
  const { answer, ...rest } = await startUntil("chengbao", args, portFile);
  const { url } = JSON.parse(answer);
  return { url, ...deskAt(url), ...rest };
}

/** A port nobody listens on. */
export async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  return port;
}

/** The upstream side, with a pairing file for the unit of the sample; started again it is the same. */
export async function startReceiver(folder, port = 0) {
  const portFile = join(folder, "receiver-port");
  const pairing = join(folder, "pairing.json");
  const rest = await startUntil(
    "chengbao-receiver",
    [
      "serve", "--data", join(folder, "receiver"), "--port-file", portFile, "--listen", `127.0.0.1:${port}`,
      "--server-name", "富民县样例接收端", "--pair-unit", unitCode(), "--pair-name", unitName(),
      "--pairing-file", pairing,
    ],
    portFile,
  );
  for (let tries = 0; tries < 100 && !existsSync(pairing); tries += 1) await wait(50);
  const address = readFileSync(join(folder, "receiver", "address"), "utf8");
  return { pairing, review: `${new URL(address).origin}/review/`, ...rest };
}

/** Somebody who may look and decide at that receiver. */
export const reviewer = { name: "试审核", phrase: "一句足够长的测试口令" };
export function addReviewer(folder) {
  const args = ["reviewer", "--data", join(folder, "receiver"), "--name", reviewer.name];
  const done = spawnSync(binary("chengbao-receiver"), args, { input: reviewer.phrase, encoding: "utf8" });
  if (done.status !== 0) throw new Error(done.stderr);
}

/** A window of the reviewer's own browser, logged in. */
export async function openReview(browser, url) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 900 }, locale: "zh-CN" });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(url);
  await page.getByLabel("姓名").fill(reviewer.name);
  await page.getByLabel("口令").fill(reviewer.phrase);
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByRole("heading", { name: "收到的上报包" }).waitFor();
  return { page, context };
}

/** Code and name of the sample's own unit, wherever its file keeps them. */
function own() {
  const found = JSON.stringify(unit).match(/"([0-9A-Z]{18})"/);
  return { code: found?.[1] ?? "" };
}
export const unitCode = () => own().code;
export const unitName = () => "富民县样例建筑工程有限公司";

/** Debian's Chromium, speaking Chinese and asking the network for nothing. */
export function openBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--no-first-run",
    ],
  });
}

/** A page of the window, with the guide where it is `guided`; every complaint of the engine is kept, and a test ends with none. */
export async function openPage(browser, url, { scheme = "light", zoom = 100, height = 768, guided = false, ready = "rail" } = {}) {
  const context = await browser.newContext({
    viewport: { width: 1366, height },
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    colorScheme: scheme,
    acceptDownloads: true,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    // A refusal travels as 422 and is told to the person in words; the engine's note of it is no fault.
    if (message.type() === "error" && !/status of 422/.test(message.text())) complaints.push(message.text());
  });
  await page.addInitScript(([value, hasGuide]) => {
    if (!localStorage.getItem("chengbao-display")) {
      localStorage.setItem("chengbao-display", JSON.stringify({ zoom: value, theme: "auto" }));
    }
    // Whoever does not test the guide through the first batch has read it.
    if (!hasGuide) localStorage.setItem("chengbao-guide", JSON.stringify({ isOff: true, seen: [] }));
  }, [zoom, guided]);
  await page.goto(url);
  await page.getByTestId(ready).waitFor();
  return { page, complaints, context };
}

/** Goes to a page of the window and waits until it has its answer. */
export async function visit(page, path) {
  await page.evaluate((to) => {
    location.hash = `#${to}`;
  }, path);
  await page.locator("main h1").waitFor();
  await settled(page);
}

/** Waits until nothing is being read any more. */
export async function settled(page) {
  await page.waitForFunction(() => {
    const texts = [...document.querySelectorAll('main [role="status"]')].map((e) => e.textContent);
    return !texts.some((text) => /正在/.test(text ?? ""));
  });
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 60))));
}

/** Everything still missing in a batch, put in by the commands the window uses. */
export async function fillMissing({ call, handIn }, batch) {
  const tokens = new Map();
  const map = await call("checklist.get", { batchId: batch });
  for (const row of map.rows) {
    for (const [at, state] of row.cells.entries()) {
      if (state !== "missing") continue;
      const materialId = map.materials[at].id;
      const names = job.material[materialId] ?? ["10-rotated-cropped.pdf"];
      const files = [];
      for (const name of names) {
        if (!tokens.has(name)) tokens.set(name, await handIn(name));
        files.push(tokens.get(name));
      }
      await call("attachment.add", { applicationId: row.applicationId, materialId, files, validUntil: null });
    }
  }
}

/** The id of the batch in the address. */
export const batchId = (page) => /batch\/([^/]+)\//.exec(page.url())?.[1] ?? "";

/** Gives files to whatever asks for them after `act`. */
export async function giveFiles(page, files, act) {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), act()]);
  await chooser.setFiles(files);
}

/** Drops a scan of the sample onto an element, as a hand would from the desktop. */
export function dropOn(page, locator, name) {
  return dropBytes(page, locator, name, readFileSync(sampleFile("scan", name)));
}

/** Drops a file of these bytes onto an element. */
export async function dropBytes(page, locator, name, content) {
  const bytes = Buffer.from(content).toString("base64");
  const dataTransfer = await page.evaluateHandle(
    ([file, text]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], file));
      return transfer;
    },
    [name, bytes],
  );
  await locator.dispatchEvent("drop", { dataTransfer });
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * What axe-core objects to where a page stands, looked for inside the page without loosening its policy.
 * A colour on its way from one state to the next is neither; what is wrong stays wrong.
 */
export async function objections(page, scope = "document") {
  const look = async () => {
    await page.waitForFunction(() => document.getAnimations().every((one) => one.playState !== "running"));
    const { violations } = await page.evaluate(`${axeSource};axe.run(${scope}, { resultTypes: ["violations"] })`);
    return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`);
  };
  const found = await look();
  if (!found.length) return found;
  await page.waitForTimeout(600);
  return look();
}
