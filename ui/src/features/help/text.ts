/** What stands in a page of the help: a text, or a mark around others. */
export type HelpNode = string | { tag: string; to?: string; has: HelpNode[] };

/** What stands under one heading. */
export interface HelpSection {
  /** Anchor inside its page. */
  id: string;
  /** Heading; empty for what stands above the first one. */
  title: string;
  /** 1 above the first heading, else the heading's own 2 or 3. */
  level: number;
  has: HelpNode[];
}

/** A page of the help. */
export interface HelpPage {
  /** Name in the address. */
  name: string;
  title: string;
  sections: HelpSection[];
}

/** A place where the search words stand. */
export interface HelpHit {
  page: HelpPage;
  section: HelpSection;
  /** Words around the first hit. */
  excerpt: string;
}

const BREAKS = new Set(["p", "li", "tr", "th", "td", "br", "blockquote"]);

/** A tree read out; blocks are parted so that no word arises across two of them. */
export function plainText(nodes: readonly HelpNode[]): string {
  return nodes
    .map((node) => (typeof node === "string" ? node : plainText(node.has) + (BREAKS.has(node.tag) ? " " : "")))
    .join("");
}

/** Widths and capitals do not matter when looking for a word; no character changes its place. */
export function fold(text: string): string {
  return [...text].map((c) => {
    const same = c.normalize("NFKC").toLowerCase();
    return same.length === c.length ? same : c;
  }).join("");
}

/** The words of a query. */
export function wordsOf(query: string): string[] {
  return [...new Set(fold(query).split(/[\s，。、；：？！,.;:?!“”"']+/).filter(Boolean))];
}

/** Every two neighbouring characters; a word of one is itself. */
function pairs(word: string): string[] {
  const all = [...word];
  return all.length < 2 ? [word] : all.slice(1).map((c, at) => (all[at] ?? "") + c);
}

const AROUND = 34;

/** Some words around the first place where one of these stands. */
export function excerpt(text: string, words: readonly string[]): string {
  const clean = text.replace(/\s+/g, " ").trim();
  const folded = fold(clean);
  const places = words.map((word) => folded.indexOf(word)).filter((at) => at >= 0);
  const first = places.length ? Math.min(...places) : 0;
  const from = Math.max(0, first - AROUND / 2);
  const until = Math.min(clean.length, from + AROUND * 3);
  return `${from ? "…" : ""}${clean.slice(from, until).trim()}${until < clean.length ? "…" : ""}`;
}

/**
 * Sections in which every word stands, headings first; where there is none, sections that have most
 * of the words' pairs of characters, so that a whole question finds something.
 */
export function searchHelp(pages: readonly HelpPage[], query: string): { hits: HelpHit[]; words: string[]; isExact: boolean } {
  const words = wordsOf(query);
  if (!words.length) return { hits: [], words, isExact: true };
  const sections = pages.flatMap((page) =>
    page.sections.map((section) => {
      const body = plainText(section.has);
      const head = fold(`${page.title} ${section.title}`);
      return { page, section, body, head, all: `${head} ${fold(body)}` };
    }),
  );
  // A mark that stands everywhere says little about where to look.
  const weigh = (mark: string) => Math.log(1 + sections.length / (1 + sections.filter((one) => one.all.includes(mark)).length));
  const look = (marks: readonly string[], least: number) => {
    const weights = marks.map((mark) => ({ mark, weight: weigh(mark) }));
    const scored = sections.map((one) => {
      const found = weights.filter(({ mark }) => one.all.includes(mark));
      const score = found.reduce((sum, { mark, weight }) => sum + weight * (one.head.includes(mark) ? 4 : 1), 0);
      return { one, found: found.map(({ mark }) => mark), score };
    });
    // Sorting keeps equals in the order of the book.
    return scored.filter(({ found }) => found.length >= least).sort((a, b) => b.score - a.score);
  };
  const told = (places: ReturnType<typeof look>) =>
    places.map(({ one, found }) => ({ page: one.page, section: one.section, excerpt: excerpt(one.body, found) }));
  const exact = look(words, words.length);
  if (exact.length) return { hits: told(exact), words, isExact: true };
  const marks = [...new Set(words.flatMap(pairs))];
  const near = look(marks, Math.min(2, marks.length));
  const best = near[0]?.score ?? 0;
  return { hits: told(near.filter(({ score }) => score >= best * 0.4).slice(0, 8)), words: marks, isExact: false };
}

/** A text in pieces, those to be marked told apart. */
export function marked(text: string, words: readonly string[]): { text: string; isHit: boolean }[] {
  const folded = fold(text);
  const isHit = Array.from({ length: text.length }, () => false);
  for (const word of words) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) isHit.fill(true, at, at + word.length);
  }
  const pieces: { text: string; isHit: boolean }[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const last = pieces.at(-1);
    if (last && last.isHit === isHit[at]) last.text += text[at];
    else pieces.push({ text: text[at] ?? "", isHit: isHit[at] ?? false });
  }
  return pieces;
}
