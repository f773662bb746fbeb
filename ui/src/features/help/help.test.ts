import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { mount, RouterLinkStub } from "@vue/test-utils";
import { describe, expect, it } from "vitest";
import { readPage } from "../../../build/help";
import { messages } from "@/app/i18n";
import { routes } from "@/app/router";
import { HelpText, target } from "./HelpText";
import { pages } from "./pages";
import { fold, marked, plainText, searchHelp, type HelpNode } from "./text";

const all = (nodes: readonly HelpNode[]): Exclude<HelpNode, string>[] =>
  nodes.flatMap((node) => (typeof node === "string" ? [] : [node, ...all(node.has)]));
const nodesOf = (page: (typeof pages)[number]) => page.sections.flatMap((section) => all(section.has));

describe("the help", () => {
  it("has a page for every station that asks for one", () => {
    const asked = routes.flatMap((route) => route.meta?.["help"] ?? []);
    expect(asked.filter((name) => !pages.some((page) => page.name === name))).toEqual([]);
    expect(asked.length).toBeGreaterThan(10);
  });

  it("links only to pages and headings that are there", () => {
    const lost = pages.flatMap((page) =>
      nodesOf(page).flatMap((node) => {
        if (node.tag !== "a") return [];
        const [, , name, section] = target(node.to ?? "").split("/");
        const there = pages.find((one) => one.name === name);
        return there && (!section || there.sections.some((one) => one.id === section)) ? [] : [`${page.name}: ${node.to}`];
      }),
    );
    expect(lost).toEqual([]);
  });

  it("calls everything on the screen by its name", () => {
    const words = (tree: unknown): string[] => (typeof tree === "object" && tree !== null ? Object.values(tree).flatMap(words) : [String(tree)]);
    const said = words(messages()).join("\n");
    const root = join(__dirname, "../../../../src-tauri");
    const rust = ["engine/src/roster", "engine/src/person.rs", "desk/src/api"].flatMap((place) => {
      const path = join(root, place);
      const files = place.endsWith(".rs") ? [path] : readdirSync(path).filter((name) => name.endsWith(".rs")).map((name) => join(path, name));
      return files.map((file) => readFileSync(file, "utf8"));
    });
    const known = [said, ...rust].join("\n");
    const lost = pages.flatMap((page) =>
      nodesOf(page).flatMap((node) => {
        const name = node.tag === "strong" ? plainText([node]) : "";
        return name && !known.includes(name) ? [`${page.name}: ${name}`] : [];
      }),
    );
    expect(lost).toEqual([]);
  });

  it("is Chinese", () => {
    const words = pages.flatMap((page) => page.sections.flatMap((one) => plainText(one.has).match(/[A-Za-z]{3,}/g) ?? []));
    // Keys, formats, a program, the name of a file: the clerk sees them so elsewhere.
    expect([...new Set(words)].filter((word) => !/^(Excel|WPS|CSV|PDF|JPG|PNG|Word|Alt|Tab|Ctrl|Esc|Zip|tls|pem)$/.test(word))).toEqual([]);
  });
});

describe("searching", () => {
  const hits = (query: string) => searchHelp(pages, query).hits.map((hit) => `${hit.page.name}/${hit.section.id}`);

  it("finds part of a word, headings first", () => {
    expect(hits("盖章")[0]).toBe("packet/盖章和签字");
    expect(hits("证件号码 变成")).toContain("roster/证件号码后几位变成 0");
  });

  it("wants every word, whatever their width", () => {
    expect(hits("ＰＤＦ 加密").length).toBeGreaterThan(0);
    expect(hits("公示 绝无此词")).toEqual(expect.not.arrayContaining(["notice/top"]));
  });

  it("finds something near a whole question", () => {
    const found = searchHelp(pages, "身份证号码后面变成零了怎么办");
    expect(found.isExact).toBe(false);
    expect(found.hits.slice(0, 3).map((hit) => hit.section.id)).toContain("证件号码后几位变成 0");
  });

  it("finds nothing for nothing", () => {
    expect(hits("")).toEqual([]);
    expect(hits("齉龘")).toEqual([]);
  });

  it("marks what was found and changes no letter", () => {
    expect(marked("公示期满，公示结束", ["公示"])).toEqual([
      { text: "公示", isHit: true }, { text: "期满，", isHit: false }, { text: "公示", isHit: true }, { text: "结束", isHit: false },
    ]);
    expect(fold("ＰＤＦ①")).toHaveLength(4);
  });
});

describe("a source", () => {
  it("becomes elements, never markup", () => {
    const page = readPage("07-try.md", "# 试\n\n见[公示](08-notice.md#日子怎样数)。<b>不是标记</b>\n\n## 甲\n\n- **乙**\n\n## 甲\n\n丙");
    expect(page).toMatchObject({ name: "try", title: "试", sections: [{ id: "top" }, { id: "甲" }, { id: "甲-2" }] });
    const wrapper = mount(HelpText, {
      props: { nodes: page.sections[0]?.has ?? [], words: ["公示"] },
      global: { stubs: { RouterLink: RouterLinkStub } },
    });
    expect(wrapper.findComponent(RouterLinkStub).props("to")).toBe("/help/notice/日子怎样数");
    expect(wrapper.html()).toContain("&lt;b&gt;");
    expect(wrapper.find("mark").text()).toBe("公示");
  });
});
