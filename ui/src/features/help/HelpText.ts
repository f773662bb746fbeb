import { h, type FunctionalComponent, type VNodeChild } from "vue";
import { RouterLink } from "vue-router";
import { marked, type HelpNode } from "./text";

/** Where a link of a source leads: other pages of the help by their file, pages of the window by their address. */
export function target(to: string): string {
  const [file = "", section] = to.split("#");
  if (!file.endsWith(".md")) return to;
  const name = file.replace(/^\d+-|\.md$/g, "");
  return section ? `/help/${name}/${section}` : `/help/${name}`;
}

/** The text of a section as elements, never as markup; the words looked for are marked. */
export const HelpText: FunctionalComponent<{ nodes: HelpNode[]; words: readonly string[] }> = ({ nodes, words }) => {
  const draw = (node: HelpNode): VNodeChild => {
    if (typeof node === "string") {
      return words.length ? marked(node, words).map((piece) => (piece.isHit ? h("mark", piece.text) : piece.text)) : node;
    }
    const inside = node.has.map(draw);
    if (node.tag === "a") return h(RouterLink, { to: target(node.to ?? "") }, () => inside);
    return h(node.tag, inside);
  };
  return nodes.map(draw);
};
HelpText.props = ["nodes", "words"];
