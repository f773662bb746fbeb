/**
 * Offices many tests begin with: made once by the program's own commands, copied for each test.
 * They lie under target/ and are made anew when the program or what makes them changes.
 */
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { after, before } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { binary, freshFolder, job, openBrowser, openPage, root, sampleFile, startServer } from "./lib.mjs";
import { list, pack, prepare } from "./office.mjs";

/** What each is made from, on which day, and how; `make` says what a test wants to know of it. */
const STAGES = {
  /** The sample unit and its 24 people. */
  listed: { today: job.days.import, make: list },
  /** A batch assessed, most scans in, the notice posted. */
  posted: { from: "listed", today: job.days.post, make: (server) => prepare(server) },
  /** The same with every scan in. */
  complete: { from: "listed", today: job.days.post, make: (server) => prepare(server, { complete: true }) },
  /** The notice closed, opinions written, packets built. */
  packed: { from: "complete", today: job.days.seal, make: pack },
};

function shelf() {
  const hash = createHash("sha256");
  const { mtimeMs, size } = statSync(binary("chengbao"));
  hash.update(`${mtimeMs} ${size}`);
  for (const name of ["kept.mjs", "office.mjs"]) hash.update(readFileSync(join(root, "tests/e2e", name)));
  for (const name of ["job.json", "unit.json", "roster.xlsx"]) hash.update(readFileSync(sampleFile(name)));
  return join(root, "target/e2e", hash.digest("hex").slice(0, 16));
}

/** The folder of a stage, made where it is not there yet; whoever comes second waits. */
async function made(stage) {
  const here = join(shelf(), stage);
  const done = join(here, "facts.json");
  if (existsSync(done)) return here;
  mkdirSync(dirname(here), { recursive: true });
  for (const old of readdirSync(dirname(dirname(here)))) {
    if (old !== basename(dirname(here))) rmSync(join(dirname(dirname(here)), old), { recursive: true, force: true });
  }
  const lock = `${here}.lock`;
  try {
    mkdirSync(lock);
  } catch {
    for (let tries = 0; existsSync(lock) && tries < 3000; tries += 1) await wait(100);
    return made(stage);
  }
  const { folder, remove } = freshFolder();
  try {
    const { from, today, make } = STAGES[stage];
    const before = from ? await made(from) : null;
    const facts = before ? JSON.parse(readFileSync(join(before, "facts.json"), "utf8")) : {};
    if (before) cpSync(join(before, "office"), join(folder, "office"), { recursive: true });
    const server = await startServer(folder, { today });
    try {
      Object.assign(facts, await make(server, facts.batch));
    } finally {
      await server.stop();
    }
    rmSync(here, { recursive: true, force: true });
    mkdirSync(here);
    cpSync(join(folder, "office"), join(here, "office"), { recursive: true });
    writeFileSync(`${done}.new`, JSON.stringify(facts));
    renameSync(`${done}.new`, done);
  } finally {
    remove();
    rmSync(lock, { recursive: true, force: true });
  }
  return here;
}

/** An office of this stage of one's own, gone after the test, and what is known of it. */
export async function kept(stage) {
  const from = await made(stage);
  const { folder, remove } = freshFolder();
  cpSync(join(from, "office"), join(folder, "office"), { recursive: true });
  return { folder, remove, office: JSON.parse(readFileSync(join(from, "facts.json"), "utf8")) };
}

/** A window on an office of this stage, or on none, for a whole file; what it holds is filled in before the first test. */
export async function begin(stage, options = {}) {
  const own = stage ? await kept(stage) : { ...freshFolder(), office: {} };
  const desk = { ...own };
  before(async () => {
    desk.browser = await openBrowser();
    desk.server = await startServer(own.folder, options);
    Object.assign(desk, await openPage(desk.browser, desk.server.url, options));
  });
  after(async () => {
    await desk.browser?.close();
    await desk.server?.stop();
    own.remove();
  });
  return desk;
}
