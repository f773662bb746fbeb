import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { messages } from "./i18n";

const root = join(__dirname, "..");
const sources = readdirSync(root, { recursive: true })
  .map(String)
  .filter((name) => /\.(vue|ts)$/.test(name) && !name.endsWith(".test.ts"))
  .map((name) => ({ name, text: readFileSync(join(root, name), "utf8") }));

function flatten(tree: unknown, prefix = ""): string[] {
  if (typeof tree !== "object" || tree === null) return [prefix];
  return Object.entries(tree).flatMap(([key, value]) => flatten(value, prefix ? `${prefix}.${key}` : key));
}
const keys = new Set(flatten(messages()));

describe("sentences", () => {
  it("exist for every key a page asks for", () => {
    const missing = sources.flatMap(({ name, text }) =>
      [...text.matchAll(/\bt\(\s*"([\w.-]+)"|\bt\(\s*'([\w.-]+)'/g)]
        .map((found) => found[1] ?? found[2] ?? "")
        .filter((key) => !keys.has(key))
        .map((key) => `${name}: ${key}`),
    );
    expect(missing).toEqual([]);
  });

  it("exist for keys put together at run time", () => {
    const stems = sources.flatMap(({ text }) =>
      [...text.matchAll(/`([a-z]+(?:\.[\w-]+)*)\.\$\{/g)].map((found) => found[1] ?? ""),
    );
    const known = stems.filter((stem) => messages()[stem.split(".")[0] ?? ""]);
    expect(known.filter((stem) => ![...keys].some((key) => key.startsWith(`${stem}.`)))).toEqual([]);
  });

  it("are the only Chinese a page shows", () => {
    // Marks of states are data of status.ts; formats of dates live in format.ts.
    const allowed = /(status|format|heat|sum|error|host-http|host-tauri)\.ts$/;
    const stray = sources
      .filter(({ name }) => name.endsWith(".vue") && !allowed.test(name))
      .flatMap(({ name, text }) => {
        const template = /<template>([\s\S]*)<\/template>/.exec(text)?.[1] ?? "";
        const plain = template.replace(/<!--[\s\S]*?-->/g, "").replace(/\{\{[\s\S]*?\}\}/g, "").replace(/<[^>]*>/g, "");
        return /[\u4e00-\u9fff]/.test(plain) ? [name] : [];
      });
    expect(stray).toEqual([]);
  });

  it("hold no English word", () => {
    const words = flattenValues(messages()).filter((value) => /[A-Za-z]{3,}/.test(value.replace(/\{\w+\}/g, "").replace(/Excel|WPS|CSV|PDF|Alt/g, "")));
    expect(words).toEqual([]);
  });
});

function flattenValues(tree: unknown): string[] {
  return typeof tree === "object" && tree !== null ? Object.values(tree).flatMap(flattenValues) : [String(tree)];
}
