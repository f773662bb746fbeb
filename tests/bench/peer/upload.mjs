// Sends one file by tus-js-client and prints the seconds it took.
// Arguments: a package.json beside whose modules the client lies, pairing file, file, bundle id, SHA-256.
import { createReadStream, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";

const [modules, pairingFile, file, bundleId, sha256] = process.argv.slice(2);
const { Upload } = createRequire(modules)("tus-js-client");
const pairing = JSON.parse(readFileSync(pairingFile, "utf8"));
const begun = performance.now();
await new Promise((done, failed) => {
  const upload = new Upload(createReadStream(file), {
    endpoint: `${pairing.base_url}/files`,
    uploadSize: statSync(file).size,
    chunkSize: 8 << 20,
    headers: { Authorization: `Bearer ${pairing.token}` },
    metadata: { filename: `${bundleId}.zip`, sha256, bundle_id: bundleId, kind: "submission" },
    retryDelays: [],
    onSuccess: done,
    onError: failed,
  });
  upload.start();
});
console.log((performance.now() - begun) / 1000);
