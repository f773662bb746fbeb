/** How alike two texts are for finding one by the other: pairs of neighbouring letters. */
function pairs(text: string): Set<string> {
  const bare = text.replace(/[\s\p{P}]/gu, "");
  const out = new Set<string>();
  for (let i = 0; i + 1 < bare.length; i += 1) out.add(bare.slice(i, i + 2));
  return out;
}

/** The headings a locator like “问8(1)” or “五（三）2” may stand under, the outermost first. */
export function headings(locator: string): RegExp[] {
  const out: RegExp[] = [];
  const question = /^问(\d+)/.exec(locator);
  if (question) out.push(new RegExp(`(^|[^\\d.])${question[1]}\\s*[.．、]`));
  const section = /^([一二三四五六七八九十]+)/.exec(locator);
  if (section) out.push(new RegExp(`${section[1]}\\s*、`));
  const part = /[（(]([一二三四五六七八九十]+)[）)]/.exec(locator);
  if (part) out.push(new RegExp(`[（(]${part[1]}[）)]`));
  return out;
}

/** Below this share of common letters a page is taken to be about something else. */
const LEAST = 0.25;

/**
 * The page (from 1) on which a clause most likely stands: the one that shares most pairs of letters
 * with our paraphrase, a page with its heading before one without. Null where no page is like it: the
 * pages of a scan hold no text, and the copy may be of another document.
 */
export function placeOf(locator: string, paraphrase: string, pages: string[]): number | null {
  const wanted = pairs(paraphrase);
  const marks = headings(locator);
  let best: number | null = null;
  let most = LEAST;
  pages.forEach((text, index) => {
    const own = pairs(text);
    if (!own.size) return;
    let shared = 0;
    wanted.forEach((pair) => {
      if (own.has(pair)) shared += 1;
    });
    const found = marks.length ? marks.filter((mark) => mark.test(text)).length / marks.length : 0;
    const score = (wanted.size ? shared / wanted.size : 0) + found * 0.15;
    if (score > most) {
      most = score;
      best = index + 1;
    }
  });
  return best;
}
