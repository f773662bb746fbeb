/** An office half way through a season, made by the program's own commands, for looking at pages. */
import { fillMissing, job } from "./lib.mjs";

/** Every page of the window by name. */
export const PAGES = {
  overview: () => "/",
  unit: () => "/unit",
  person: () => "/person",
  "person-page": ({ person }) => `/person/${person}`,
  import: () => "/roster",
  batches: () => "/batch",
  choose: ({ batch }) => `/batch/${batch}/choose`,
  assess: ({ batch, ineligible }) => `/batch/${batch}/assess/${ineligible}`,
  "assess-open": ({ batch, open }) => `/batch/${batch}/assess/${open}`,
  material: ({ batch }) => `/batch/${batch}/material`,
  notice: ({ batch }) => `/batch/${batch}/notice`,
  opinion: ({ batch }) => `/batch/${batch}/opinion`,
  packet: ({ batch }) => `/batch/${batch}/packet`,
  submit: ({ batch }) => `/batch/${batch}/submit`,
  policy: () => "/policy",
  "policy-diff": () => "/policy-diff",
  "policy-reading": () => "/policy-reading",
  "policy-notice": () => "/policy-notice/km.45/2025",
  directory: () => "/policy-directory",
  form: () => "/form",
  history: () => "/history",
  help: () => "/help",
  "help-field": () => "/help/field",
  setting: () => "/setting",
};

/** The sample unit with its people, every doubt of the list settled. */
export async function list(server) {
  const { call } = server;
  const { roster } = await call("sample.open", {});
  let preview = await call("roster.preview", { file: roster, fixes: job.fixes, drops: job.drops, accepts: [] });
  const accepts = preview.issues.filter((issue) => issue.severity === "warning").map((issue) => issue.id);
  preview = await call("roster.preview", { file: roster, fixes: job.fixes, drops: job.drops, accepts });
  await call("roster.commit", { preview: preview.preview });
  return {};
}

/** Of a list: batch assessed, some scans in, or all of them, notice posted on 15 September. */
export async function prepare(server, { complete = false } = {}) {
  const { call } = server;
  const batch = (await call("batch.create", job.batch)).id;
  const { candidates } = await call("batch.candidates", { id: batch });
  const personIds = candidates.filter((one) => one.isSelectable).map((one) => one.personId);
  await call("batch.choose", { id: batch, personIds });
  await call("eligibility.assess", { batchId: batch });
  const { applications } = await call("batch.get", { id: batch });
  const eligible = applications.filter((one) => one.conclusion === "eligible");
  const of = (name) => applications.find((one) => one.name === name);
  if (complete) await fillMissing(server, batch);
  else await someScans(server, batch);
  const { waiting } = await call("notice.list", { batchId: batch });
  await call("notice.post", {
    batchId: batch,
    applicationIds: waiting.map((one) => one.applicationId),
    postedOn: job.days.post,
    ...job.notice,
  });
  return {
    batch,
    person: of("例建军").personId,
    ineligible: of("样立新").id,
    open: of("例长根").id,
    eligible: eligible[0].id,
  };
}

/** The same office a week later: notice closed, opinions written, packets built. */
export async function pack(server, batch) {
  const { call } = server;
  const { notices } = await call("notice.list", { batchId: batch });
  await call("notice.close", { id: notices[0].id });
  const { applications } = await call("batch.get", { id: batch });
  const applicationIds = applications.filter((one) => one.conclusion === "eligible").map((one) => one.id);
  await call("opinion.save", { applicationIds, draft: job.opinion });
  await call("packet.assemble", { batchId: batch, applicationIds: [] });
  return {};
}

/** Of an office that is packed: one bundle away. */
export async function finish(server, batch, pairing) {
  const { call } = server;
  await call("sync.pair", { file: await server.handIn(pairing) });
  const { bundles } = await call("bundle.seal", { batchId: batch, applicationIds: [] });
  await call("sync.push", { ids: bundles.map((one) => one.id) });
}

/** Most scans of most people, so that the map shows what is missing among what is there. */
async function someScans({ call, handIn }, batch) {
  const map = await call("checklist.get", { batchId: batch });
  const tokens = {};
  for (const name of ["03-diploma.jpg", "09-education-record-2p.pdf", "06-dark-blurred.jpg"]) {
    tokens[name] = await handIn(name);
  }
  for (const [r, row] of map.rows.entries()) {
    for (const [c, state] of row.cells.entries()) {
      if (state !== "missing" || (r * 5 + c * 3) % 13 === 0) continue;
      const name = (r + c) % 17 === 0 ? "06-dark-blurred.jpg" : c % 2 ? "03-diploma.jpg" : "09-education-record-2p.pdf";
      await call("attachment.add", {
        applicationId: row.applicationId,
        materialId: map.materials[c].id,
        files: [tokens[name]],
        validUntil: (r + c) % 19 === 0 ? "2025-09-20" : null,
      });
    }
  }
}

