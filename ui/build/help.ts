import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import MarkdownIt, { type Token } from "markdown-it";
import type { Plugin } from "vite";
import type { HelpNode, HelpPage, HelpSection } from "../src/features/help/text";

/** Only these reach the window; anything else in a source is a mistake and stops the build. */
const TAGS = new Set(["p", "ul", "ol", "li", "strong", "em", "code", "a", "table", "thead", "tbody", "tr", "th", "td", "blockquote", "br"]);
const MODULE = "virtual:help";

/** The text of one heading. */
function plain(tokens: Token[]): string {
  return tokens.map((token) => token.content).join("");
}

/** A flat list of opening and closing marks as a tree. */
function tree(tokens: Token[]): HelpNode[] {
  const root: HelpNode[] = [];
  const open: HelpNode[][] = [root];
  const put = (node: HelpNode) => open.at(-1)?.push(node);
  for (const token of tokens) {
    if (token.hidden) continue;
    if (token.type === "inline") tree(token.children ?? []).forEach(put);
    else if (token.type === "text") put(token.content);
    else if (token.type === "softbreak") continue;
    else if (token.type === "code_inline") put({ tag: "code", has: [token.content] });
    else if (!TAGS.has(token.tag)) throw new Error(`${token.type} has no place in the help`);
    else if (token.nesting === 1) {
      const to = token.attrGet("href");
      const has: HelpNode[] = [];
      put(to ? { tag: token.tag, to: decodeURI(String(to)), has } : { tag: token.tag, has });
      open.push(has);
    } else if (token.nesting === -1) open.pop();
    else put({ tag: token.tag, has: [] });
  }
  return root;
}

/** One source: its title, then what stands under each heading. */
export function readPage(file: string, source: string): HelpPage {
  const tokens = new MarkdownIt({ html: false, linkify: false }).parse(source, {});
  const sections: HelpSection[] = [];
  let title = "";
  let body: Token[] = [];
  const close = () => {
    const section = sections.at(-1);
    if (section) section.has = tree(body);
    body = [];
  };
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token?.type !== "heading_open") {
      if (token) body.push(token);
      continue;
    }
    const text = plain(tokens[at + 1]?.children ?? []);
    close();
    if (token.tag === "h1") {
      title = text;
      sections.push({ id: "top", title: "", level: 1, has: [] });
    } else {
      const again = sections.filter((one) => one.title === text).length;
      sections.push({ id: again ? `${text}-${again + 1}` : text, title: text, level: token.tag === "h2" ? 2 : 3, has: [] });
    }
    at += 2;
  }
  close();
  if (!title) throw new Error(`${file} has no title`);
  return { name: file.replace(/^\d+-|\.md$/g, ""), title, sections: sections.filter((one) => one.title || one.has.length) };
}

/** Every page in the order of its number. */
export function readHelp(folder: string): HelpPage[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".md")).sort();
  return files.map((name) => readPage(name, readFileSync(join(folder, name), "utf8")));
}

/** The help's sources, read while building: the window needs neither a parser nor raw markup. */
export function help(folder: string): Plugin {
  return {
    name: "help",
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : null),
    load(id) {
      if (id !== `\0${MODULE}`) return null;
      for (const name of readdirSync(folder)) this.addWatchFile(join(folder, name));
      return `export default ${JSON.stringify(readHelp(folder))}`;
    },
  };
}
