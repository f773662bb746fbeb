/**
 * Strangers on either end of the wire: tus-js-client sends to our receiver, and our client sends to
 * @tus/server. One sealed bundle of the sample office, nothing mocked.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createReadStream, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { connect, createServer as createTcpServer } from "node:net";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import { FileStore } from "@tus/file-store";
import { Server } from "@tus/server";
import { Upload } from "tus-js-client";
import { binary, freshFolder, startReceiver } from "./lib.mjs";

const { folder, remove } = freshFolder();
const slow = { timeout: 300_000 };
const run = promisify(execFile);
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const zip = join(folder, "demo", "bundle.zip");
const office = join(folder, "demo", "office");
let bytes, id;

before(async () => {
  await run(binary("chengbao"), ["demo", "--out", join(folder, "demo"), "--until", "bundle"]);
  bytes = readFileSync(zip);
  const { stdout } = await run(binary("chengbao"), ["bundle", "inspect", zip, "--json"]);
  id = JSON.parse(stdout).bundle.bundleId;
}, slow);

after(remove);

/** A receiver with a folder of its own, and how to ask it as the paired unit. */
async function receiverIn(name) {
  const own = join(folder, name);
  mkdirSync(own);
  const receiver = await startReceiver(own);
  const pairing = JSON.parse(readFileSync(receiver.pairing, "utf8"));
  const headers = { Authorization: `Bearer ${pairing.token}` };
  const receipt = async () => {
    const answer = await fetch(`${pairing.base_url}/bundles/${id}/receipt`, { headers });
    return answer.ok ? JSON.parse((await answer.json()).document) : null;
  };
  return { ...receiver, own, pairing, headers, receipt };
}

/** The whole bundle by tus-js-client; `until` bytes in, it is torn off if asked to. Gives its address. */
function uploadTo(receiver, options = {}) {
  const { until = Infinity, ...rest } = options;
  return new Promise((resolve, reject) => {
    const upload = new Upload(bytes, {
      endpoint: `${receiver.pairing.base_url}/files`,
      headers: receiver.headers,
      chunkSize: 4 << 20,
      retryDelays: null,
      metadata: { filename: `${id}.zip`, sha256: sha256(bytes), bundle_id: id, kind: "submission" },
      ...rest,
      onError: reject,
      onSuccess: () => resolve(upload.url),
      onChunkComplete: (_, sent) => {
        if (sent >= until) void upload.abort().then(() => resolve(upload.url), reject);
      },
    });
    upload.start();
  });
}

describe("tus-js-client to our receiver", () => {
  it("delivers a bundle, torn off in the middle and taken up where it stood", slow, async () => {
    const receiver = await receiverIn("js");
    try {
      const url = await uploadTo(receiver, { until: 12 << 20 });
      assert.equal(await receiver.receipt(), null);
      const head = await fetch(url, { method: "HEAD", headers: { ...receiver.headers, "Tus-Resumable": "1.0.0" } });
      const stood = Number(head.headers.get("upload-offset"));
      assert.ok(stood >= 12 << 20 && stood < bytes.length, `stood at ${stood}`);
      let first = -1;
      await uploadTo(receiver, {
        uploadUrl: url,
        onBeforeRequest: (request) => {
          if (request.getMethod() === "PATCH" && first < 0) first = Number(request.getHeader("Upload-Offset"));
        },
      });
      assert.equal(first, stood);
      const receipt = await receiver.receipt();
      assert.equal(receipt.zip_sha256, sha256(bytes));
      assert.equal(receipt.size, bytes.length);
      const kept = join(receiver.own, "receiver", "bundles", receipt.unit_id, `${id}.zip`);
      assert.equal(sha256(readFileSync(kept)), sha256(bytes));
    } finally {
      await receiver.stop();
    }
  });
});

/** A line to a port that breaks once, after so many bytes of one connection. */
async function cutOnce(port, cutAfter) {
  let isCut = false;
  const line = createTcpServer((near) => {
    const far = connect(port, "127.0.0.1");
    let passed = 0;
    near.on("data", (part) => {
      passed += part.length;
      if (isCut || passed < cutAfter) {
        if (!far.write(part)) near.pause();
        return;
      }
      isCut = true;
      near.destroy();
      far.end();
    });
    far.on("drain", () => near.resume());
    far.pipe(near);
    for (const [one, other] of [[near, far], [far, near]]) one.on("error", () => other.destroy());
    near.on("end", () => far.end());
  });
  line.listen(0, "127.0.0.1");
  await once(line, "listening");
  return { port: line.address().port, close: () => line.close() };
}

/**
 * @tus/server where the receiver's uploads would be. It knows no receipts: what arrived whole is handed
 * on to our receiver, which alone answers for it. The line to it breaks once, after
 * `cutAfter` bytes.
 */
async function strangerBefore(receiver, cutAfter) {
  const store = join(receiver.own, "tus");
  mkdirSync(store);
  const asked = [];
  const tus = new Server({ path: "/zc/v1/files", datastore: new FileStore({ directory: store }) });
  let handedOn = null;
  const files = () => readdirSync(store).filter((name) => !name.endsWith(".json")).map((name) => join(store, name));
  const front = createServer((request, response) => {
    response.setHeader("ZC-Protocol", "1");
    response.setHeader("ZC-Server-Id", receiver.pairing.server_id);
    if (request.url.startsWith("/zc/v1/files")) {
      asked.push({ method: request.method, offset: request.headers["upload-offset"] });
      void tus.handle(request, response);
      return;
    }
    void (async () => {
      const [file] = files();
      if (statSync(file).size === bytes.length) handedOn ??= uploadTo(receiver);
      await handedOn;
      const answer = await fetch(new URL(request.url, receiver.pairing.base_url), { headers: receiver.headers });
      response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" });
      response.end(await answer.text());
    })().catch(() => response.destroy());
  });
  front.listen(0, "127.0.0.1");
  await once(front, "listening");
  const line = await cutOnce(front.address().port, cutAfter);
  const pairing = join(receiver.own, "stranger.json");
  const address = new URL(receiver.pairing.base_url);
  address.port = line.port;
  writeFileSync(pairing, JSON.stringify({ ...receiver.pairing, base_url: address.href }));
  const close = () => {
    line.close();
    front.closeAllConnections();
    front.close();
  };
  return { pairing, asked, files, close };
}

async function digestOf(file) {
  const hash = createHash("sha256");
  for await (const part of createReadStream(file)) hash.update(part);
  return hash.digest("hex");
}

describe("our client to @tus/server", () => {
  it("creates, sends, is cut, goes on at the offset the server kept, and every byte is the same", slow, async () => {
    const receiver = await receiverIn("server");
    const stranger = await strangerBefore(receiver, 3 << 20);
    try {
      const call = (...args) => run(binary("chengbao"), ["call", "--office", office, ...args]);
      await call("sync.pair", '{"file":"@1"}', "--file", stranger.pairing);
      const { stdout } = await call("sync.push", JSON.stringify({ ids: [id] }));
      const report = JSON.parse(stdout);
      assert.deepEqual(report.failed, []);
      assert.equal(report.received[0].receipt.isVerified, true);

      assert.equal(stranger.asked.filter((one) => one.method === "POST").length, 1);
      assert.equal(stranger.files().length, 1);
      assert.equal(await digestOf(stranger.files()[0]), sha256(bytes));
      const sent = stranger.asked.filter((one) => one.method === "PATCH").map((one) => Number(one.offset));
      assert.equal(sent[0], 0);
      // Everything that reached its disk before the cut was kept: nothing of it is sent again.
      assert.ok(sent[1] > 0 && sent[1] < 8 << 20, `went on at ${sent[1]}`);
      assert.ok(sent.every((offset, n) => n === 0 || offset > sent[n - 1]), sent.join());
      assert.equal((await receiver.receipt()).zip_sha256, sha256(bytes));
    } finally {
      stranger.close();
      await receiver.stop();
    }
  });
});
