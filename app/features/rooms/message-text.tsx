import { linkify } from "./linkify";

/** What a person wrote, as text: line breaks kept, long words broken, addresses made links, direction by content. */
export function MessageText({ text, className }: { text: string; className?: string }) {
  return (
    <p dir="auto" className={`text-start wrap-anywhere whitespace-pre-wrap ${className ?? ""}`}>
      {linkify(text).map(({ text: part, href }, index) =>
        href === undefined ? (
          part
        ) : (
          <a
            key={index}
            href={href}
            target="_blank"
            rel="noopener noreferrer nofollow ugc"
            className="rounded-xs underline underline-offset-2 outline-current hover:no-underline"
          >
            {part}
          </a>
        ),
      )}
    </p>
  );
}
