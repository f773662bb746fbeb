/** No network at all: the bundle goes on a stick, the upstream reads it, and its answer comes back the same way. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { begin } from "./kept.mjs";
import { binary, giveFiles, job, startReceiver, unitCode, visit } from "./lib.mjs";

const desk = await begin("packed", { today: job.days.seal });
const slow = { timeout: 120_000 };
const stick = join(desk.folder, "stick");
const data = join(desk.folder, "receiver");
let receiver, key;
after(() => receiver?.stop());

/** The receiver's own program, as somebody at the upstream runs it. */
const upstream = (...args) => spawnSync(binary("chengbao-receiver"), [args[0], "--data", data, ...args.slice(1)], { encoding: "utf8" });

describe("a bundle on a stick", () => {
  it("is sealed and taken along encrypted, with a page to sign", slow, async () => {
    const { page, office } = desk;
    receiver = await startReceiver(desk.folder);
    await receiver.stop();
    await visit(page, `/batch/${office.batch}/submit`);
    await giveFiles(page, [receiver.pairing], () => page.getByTestId("pair").click());
    await page.getByTestId("paired").waitFor();
    await page.getByTestId("seal").click();
    await page.locator('[data-testid="bundle"][data-state="sealed"]').first().waitFor();
    const [sealed] = await Promise.all([page.waitForEvent("download"), page.getByTestId("carry").click()]);
    mkdirSync(stick, { recursive: true });
    await sealed.saveAs(join(stick, sealed.suggestedFilename()));
    assert.equal(readFileSync(join(stick, sealed.suggestedFilename())).subarray(0, 21).toString(), "age-encryption.org/v1");
    const [sheet] = await Promise.all([page.waitForEvent("download"), page.getByTestId("save-sheet").click()]);
    assert.match(sheet.suggestedFilename(), /\.pdf$/);
  });

  it("is not yet delivered, whatever was copied", async () => {
    const { page } = desk;
    assert.equal(await page.getByTestId("receipt").count(), 0);
    await page.getByTestId("top-outbox").getByText("待上报 1").waitFor();
  });

  it("is not taken from a stranger before the key is looked at", slow, () => {
    const done = upstream("import", stick);
    assert.notEqual(done.status, 0);
    key = /--fingerprint ([0-9A-F-]+)/.exec(done.stdout + done.stderr)?.[1];
    assert.ok(key, done.stderr);
  });

  it("is read at the upstream, and its receipt is carried back", slow, async () => {
    const { page } = desk;
    const { bundles } = await desk.server.call("bundle.list", { batchId: desk.office.batch });
    const taken = upstream("import", "--fingerprint", key, stick);
    assert.equal(taken.status, 0, taken.stderr);
    assert.match(upstream("list").stdout, new RegExp(bundles[0].id.slice(0, 8)));
    const back = join(desk.folder, "back");
    mkdirSync(back);
    const reply = upstream("reply", "--unit", unitCode(), "--out", back);
    assert.equal(reply.status, 0, reply.stderr);
    const files = readdirSync(back).filter((name) => name.endsWith(".json")).map((name) => join(back, name));
    assert.ok(files.length >= 1);
    await giveFiles(page, files, () => page.getByTestId("read-reply").click());
    await page.getByTestId("receipt").first().waitFor();
    await page.getByTestId("receipt-verified").waitFor();
    await page.getByTestId("top-outbox").waitFor({ state: "detached" });
    assert.deepEqual(desk.complaints, []);
  });
});
