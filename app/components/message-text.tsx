import { Fragment, memo } from "react";
import { readMarkdown, type Block, type Inline } from "~/lib/text/markdown";
import { CodeBlock } from "./code-block";

/**
 * What a person wrote: a few kinds of Markdown, line breaks kept, long words broken, addresses made links, the
 * direction of each line by its content. Elements only, never HTML: what is typed cannot run.
 */
export const MessageText = memo(function MessageText({ text, className = "" }: { text: string; className?: string }) {
  const blocks = readMarkdown(text);
  if (blocks.length === 0) return null;
  if (blocks.length > 1 || blocks[0]?.type !== "text")
    return (
      <div className={`flex min-w-0 flex-col gap-1.5 ${className}`}>
        <Blocks blocks={blocks} />
      </div>
    );
  return <Words inlines={blocks[0].children} className={className} dir="auto" />;
});

/** @param props.isInside the block around these has found its direction from their words */
function Blocks({ blocks, isInside = false }: { blocks: Block[]; isInside?: boolean }) {
  return blocks.map((block, index) => <BlockElement key={index} block={block} isInside={isInside} />);
}

function BlockElement({ block, isInside }: { block: Block; isInside: boolean }) {
  const dir = isInside ? undefined : "auto";
  if (block.type === "text") return <Words inlines={block.children} dir={dir} />;
  if (block.type === "code") return <CodeBlock text={block.text} />;
  if (block.type === "quote")
    return (
      <blockquote dir={dir} className="flex flex-col gap-1.5 border-s-3 border-current/30 ps-3 text-start">
        <Blocks blocks={block.children} isInside />
      </blockquote>
    );
  const List = block.isOrdered ? "ol" : "ul";
  return (
    <List dir={dir} className={`flex flex-col gap-0.5 ps-6 text-start ${block.isOrdered ? "list-decimal" : "list-disc"}`}>
      {block.items.map(({ number, children }, index) => (
        <li key={index} value={block.isOrdered ? number : undefined}>
          <Blocks blocks={children} isInside />
        </li>
      ))}
    </List>
  );
}

function Words({ inlines, className = "", dir }: { inlines: Inline[]; className?: string; dir: "auto" | undefined }) {
  return (
    <p dir={dir} className={`text-start wrap-anywhere whitespace-pre-wrap [unicode-bidi:plaintext] ${className}`}>
      <Inlines inlines={inlines} />
    </p>
  );
}

function Inlines({ inlines }: { inlines: Inline[] }) {
  return inlines.map((inline, index) => (
    <Fragment key={index}>{typeof inline === "string" ? inline : <InlineElement inline={inline} />}</Fragment>
  ));
}

const marks = { strong: "strong", emphasis: "em", strike: "s" } as const;

function InlineElement({ inline }: { inline: Exclude<Inline, string> }) {
  if (inline.type === "code")
    return (
      <code dir="ltr" className="rounded-xs border border-current/25 px-1 font-mono text-[0.9em]">
        {inline.text}
      </code>
    );
  const children = <Inlines inlines={inline.children} />;
  if (inline.type !== "link") {
    const Mark = marks[inline.type];
    return <Mark>{children}</Mark>;
  }
  return (
    <a
      href={inline.href}
      dir={inline.isAddress ? "ltr" : "auto"}
      // Words can say anything: where they lead shows too.
      title={inline.isAddress ? undefined : inline.href}
      target="_blank"
      rel="noopener noreferrer nofollow ugc"
      className="rounded-xs underline underline-offset-2 outline-current hover:no-underline"
    >
      {children}
    </a>
  );
}
