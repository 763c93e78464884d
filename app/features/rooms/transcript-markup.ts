/** What people wrote, for a transcript: their Markdown as plain text that loses no address, and as HTML that runs nothing. */
import { escapeHtml } from "~/lib/text/escape-html";
import { readMarkdown, type Block, type Inline } from "~/lib/text/markdown";

// Text ------------------------------------------------------------------------------------------------------

function inlinesText(inlines: Inline[]): string {
  return inlines.map(inlineText).join("");
}

function inlineText(inline: Inline): string {
  if (typeof inline === "string") return inline;
  if (inline.type === "code") return inline.text;
  const words = inlinesText(inline.children);
  return inline.type === "link" && !inline.isAddress ? `${words} (${inline.href})` : words;
}

function blockText(block: Block): string {
  switch (block.type) {
    case "text":
      return inlinesText(block.children);
    case "code":
      return block.text;
    case "quote":
      return blocksText(block.children).replace(/^/gm, "> ");
    case "list":
      return block.items
        .map(({ number, children }) => `${block.isOrdered ? `${number}.` : "•"} ${blocksText(children).replaceAll("\n", "\n  ")}`)
        .join("\n");
  }
}

function blocksText(blocks: Block[]): string {
  return blocks.map(blockText).join("\n");
}

/** Without the signs of the markup; behind words that lead somewhere stands where. */
export function markupText(text: string): string {
  return blocksText(readMarkdown(text));
}

// HTML ------------------------------------------------------------------------------------------------------

const marks = { strong: "strong", emphasis: "em", strike: "s" } as const;

function inlinesHtml(inlines: Inline[]): string {
  return inlines.map(inlineHtml).join("");
}

function inlineHtml(inline: Inline): string {
  if (typeof inline === "string") return escapeHtml(inline);
  if (inline.type === "code") return `<code>${escapeHtml(inline.text)}</code>`;
  const children = inlinesHtml(inline.children);
  if (inline.type !== "link") return `<${marks[inline.type]}>${children}</${marks[inline.type]}>`;
  // On paper only the words are seen: where they lead stands behind them there (by the style of the page).
  const kind = inline.isAddress ? "" : ' class="named"';
  return `<a${kind} href="${escapeHtml(inline.href)}" rel="noopener noreferrer nofollow">${children}</a>`;
}

function blockHtml(block: Block): string {
  switch (block.type) {
    case "text":
      return `<p class="text">${inlinesHtml(block.children)}</p>`;
    case "code":
      return `<pre dir="ltr"><code>${escapeHtml(block.text)}</code></pre>`;
    case "quote":
      return `<blockquote class="quote">${blocksHtml(block.children)}</blockquote>`;
    case "list": {
      const tag = block.isOrdered ? "ol" : "ul";
      const items = block.items.map(
        ({ number, children }) => `<li${block.isOrdered ? ` value="${Math.trunc(number)}"` : ""}>${blocksHtml(children)}</li>`,
      );
      return `<${tag} dir="auto">${items.join("")}</${tag}>`;
    }
  }
}

function blocksHtml(blocks: Block[]): string {
  return blocks.map(blockHtml).join("");
}

/** Elements of our choosing around escaped text. */
export function markupHtml(text: string): string {
  return blocksHtml(readMarkdown(text));
}
