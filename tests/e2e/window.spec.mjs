/**
 * The real window under a virtual screen: WebKitGTK, the native command, the real database.
 * Plain W3C WebDriver over fetch, because the few calls needed are fewer than a client's options.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { binary, freePort, freshFolder, job, root, sampleFile } from "./lib.mjs";

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const { folder, remove } = freshFolder();
const started = [];
let base;

function start(program, args, env) {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  started.push(child);
  return child;
}

async function ask(method, path, body) {
  const answer = await fetch(`${base}${path}`, {
    method,
    headers: { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const { value } = await answer.json();
  if (!answer.ok) throw new Error(`${path}: ${value?.error} ${value?.message}`);
  return value;
}

/** Tries until it holds; says what it waited for otherwise. */
async function until(what, probe, seconds = 60) {
  const end = Date.now() + seconds * 1000;
  let last;
  while (Date.now() < end) {
    try {
      const found = await probe();
      if (found) return found;
    } catch (error) {
      last = error;
    }
    await wait(150);
  }
  throw new Error(`waited for ${what}: ${last?.message ?? "not there"}`);
}

const find = async (css) => (await ask("POST", "/element", { using: "css selector", value: css }))[ELEMENT];
const click = async (css) => {
  const id = await until(css, () => find(css));
  await until(`a click on ${css}`, async () => {
    await ask("POST", `/element/${id}/click`, {});
    return true;
  }, 20);
};
/** Letters into a field, over what stands there. */
const type = async (css, words) => {
  const id = await until(css, () => find(css));
  await ask("POST", `/element/${id}/clear`, {});
  await ask("POST", `/element/${id}/value`, { text: words });
};
const run = (script, ...args) => ask("POST", "/execute/sync", { script, args });
/** What the window looks like, kept beside the screens of the browser. */
async function shoot(name) {
  await wait(700);
  const out = join(root, "target/shots");
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, `window-${name}.png`), Buffer.from(await ask("GET", "/screenshot"), "base64"));
}
const text = () => run("return document.body.innerText");

before(async () => {
  const displayNumber = 90 + (process.pid % 400);
  start("Xvfb", [`:${displayNumber}`, "-screen", "0", "1366x768x24", "-nolisten", "tcp"]);
  await wait(800);
  const port = await freePort();
  const env = {
    DISPLAY: `:${displayNumber}`,
    TAURI_WEBVIEW_AUTOMATION: "true",
    WEBKIT_DISABLE_DMABUF_RENDERER: "1",
    LIBGL_ALWAYS_SOFTWARE: "1",
    XDG_DATA_HOME: join(folder, "data"),
    XDG_CACHE_HOME: join(folder, "cache"),
    XDG_CONFIG_HOME: join(folder, "config"),
  };
  start("WebKitWebDriver", [`--port=${port}`], env);
  base = `http://127.0.0.1:${port}`;
  await until("the driver", async () => (await fetch(`${base}/status`)).ok);
  const { sessionId } = await ask("POST", "/session", {
    capabilities: {
      alwaysMatch: {
        "webkitgtk:browserOptions": {
          binary: binary("chengbao-desktop"),
          args: ["--office", join(folder, "office")],
        },
      },
    },
  });
  base = `${base}/session/${sessionId}`;
}, { timeout: 120_000 });

after(async () => {
  await ask("DELETE", "").catch(() => undefined);
  for (const child of started.reverse()) child.kill("SIGTERM");
  await wait(300);
  remove();
});

describe("the real window", () => {
  it("opens on the work bench and teaches where to begin", async () => {
    await until("the welcome", async () => (await text()).includes("先问几件事"));
    assert.equal(await run("return location.protocol"), "tauri:");
  });

  it("reads the sample list through the native command, cell by cell", async () => {
    await click('[data-testid="try-sample"]');
    await until("the preview", () => find('[data-testid="count-ready"]'));
    await until("a problem with its place", async () => /F10[\s\S]*例晓东/.test(await text()));
    await shoot("import");
  });

  it("imports and shows a name that came back from the database", async () => {
    await click('[data-testid="commit"]');
    await until("the report", () => find('[data-testid="import-report"]'));
    await click('[data-testid="to-people"]');
    await until("the people", async () => (await text()).includes("试秀英"));
    assert.match(await text(), /在册 \d+ 人/);
    await shoot("person");
  });

  it("hears of changes and shows when they were saved", async () => {
    await until("the time of saving", async () => /\d\d:\d\d 已存/.test(await text()));
    await click('[data-testid="open-person"]');
    await until("the person's records", async () => (await text()).includes("工作经历"));
    await run("const b = [...document.querySelectorAll('button')].find((one) => one.textContent === '显示'); b.click();");
    await until("the whole number", async () => /\b\d{17}[\dX]\b/.test(await text()));
  });

  it("makes a batch and says of everybody whether and why", async () => {
    await run("location.hash = '#/batch?new=1'");
    await type('[data-testid="committee-find"]', "建筑工程");
    await click('[data-testid="committee"]');
    await click('[data-testid="batch-save"]');
    await click('[data-testid="tick-all"]');
    await click('[data-testid="choose-save"]');
    await until("verdicts", async () => /可 \d+/.test(await text()) && (await text()).includes("逐条结论"));
    await shoot("assess");
  });

  it("takes a scan where it is dropped", async () => {
    await run("location.hash = location.hash.replace(/assess.*/, 'material')");
    await until("a gap", () => find('[data-state="missing"]'));
    const open = () => run("return document.querySelectorAll('[data-state=\"missing\"]').length");
    const before = await open();
    const scan = readFileSync(sampleFile("scan", "03-diploma.jpg")).toString("base64");
    await run(`
      const file = new File([Uint8Array.from(atob(arguments[0]), (c) => c.charCodeAt(0))], "03-diploma.jpg");
      const data = new DataTransfer();
      data.items.add(file);
      document.querySelector('[data-state="missing"]').dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    `, scan);
    await until("the gap to close", async () => (await open()) < before);
    await until("the scan", () => find('[data-testid="attachment"]'));
    await shoot("material");
  });

  it("posts a notice and draws its paper", { timeout: 120_000 }, async () => {
    await run("location.hash = location.hash.replace(/material.*/, 'notice')");
    for (const [field, words] of [["posted-by", job.notice.postedBy], ["place", job.notice.place], ["receiver", job.notice.receiver]]) {
      await type(`[data-testid="${field}"]`, words);
    }
    await click('[data-testid="post-save"]');
    await until("the days", () => find('[data-testid="days"]'));
    await until("the paper", () => run("return document.querySelector('.sheet canvas')?.width > 0"));
    await shoot("notice");
  });

  it("is as usable in large letters and in the dark", async () => {
    await run("location.hash = '#/setting'");
    await until("the setting", () => find('[data-testid="theme"]'));
    for (const one of ["theme", "zoom"]) await run(`document.querySelector('[data-testid="${one}"] button:nth-of-type(3)').click()`);
    assert.equal(await run("return document.documentElement.dataset.theme"), "dark");
    const wide = await run("return document.documentElement.scrollWidth - innerWidth");
    assert.ok(wide <= 1, `${wide} beyond the screen`);
    await shoot("large");
  });

  it("keeps to its policy: no foreign address, no evaluated text", async () => {
    assert.equal(await run("try { new Function('return 1')(); return 'ran'; } catch { return 'refused'; }"), "refused");
    const fetched = await ask("POST", "/execute/async", {
      script: "const done = arguments[arguments.length - 1]; fetch('http://127.0.0.1:9/').then(() => done('sent'), () => done('refused'));",
      args: [],
    });
    assert.equal(fetched, "refused");
  });
});
