import { readMarkdown, type Block, type Inline } from "./markdown";

/** What was written, without the signs of its markup: for previews, announcements and titles. Keeps lines as lines. */
export function plainText(markdown: string): string {
  return blocksText(readMarkdown(markdown));
}

function blocksText(blocks: Block[]): string {
  return blocks.map(blockText).join("\n");
}

function blockText(block: Block): string {
  if (block.type === "text") return inlineText(block.children);
  if (block.type === "code") return block.text;
  if (block.type === "quote") return blocksText(block.children);
  return block.items.map(({ number, children }) => `${block.isOrdered ? `${number}.` : "•"} ${blocksText(children)}`).join("\n");
}

function inlineText(inlines: Inline[]): string {
  return inlines
    .map((inline) => (typeof inline === "string" ? inline : inline.type === "code" ? inline.text : inlineText(inline.children)))
    .join("");
}
