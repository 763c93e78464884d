import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { scriptPayloads } from "../../tests/support/script-payloads";
import { MessageText } from "./message-text";

/** As a browser reads the page that the server sends. */
function parsed(html: string): Element {
  const body = new DOMParser().parseFromString(`<!doctype html><body>${html}`, "text/html").body;
  return body;
}
const shown = (text: string) => parsed(renderToStaticMarkup(<MessageText text={text} />));

const elements = new Set(["p", "div", "ul", "ol", "li", "blockquote", "pre", "code", "strong", "em", "s", "a"]);
const attributes = new Set(["dir", "class", "href", "title", "target", "rel", "value", "tabindex", "role", "aria-label"]);

/** What stands in an element that a message must not bring into a page. */
function foreign(root: Element): string[] {
  return [...root.querySelectorAll("*")].flatMap((element) => [
    ...(elements.has(element.localName) ? [] : [element.localName]),
    ...[...element.attributes].filter(({ name }) => !attributes.has(name)).map(({ name }) => `${element.localName} ${name}`),
    ...(element.localName === "a" && !/^(?:https?:\/\/|mailto:)[^\s<>"']+$/.test(element.getAttribute("href") ?? "")
      ? [`leads to ${element.getAttribute("href")}`]
      : []),
  ]);
}

describe("a message", () => {
  it("has at least 60 payloads against it", () => {
    expect(new Set(scriptPayloads).size).toBeGreaterThanOrEqual(60);
  });

  it.each(scriptPayloads)("shows %j as words and harmless links", (payload) => {
    for (const text of [
      payload,
      `before ${payload} after`,
      `**${payload}**`,
      `> ${payload}`,
      `- ${payload}`,
      `[${payload}](https://a.example)`,
    ])
      expect(foreign(shown(text)), text).toEqual([]);
  });

  it("would be found out if it brought HTML", () => {
    const caught = scriptPayloads.filter((payload) => foreign(parsed(`<p>${payload}</p>`)).length > 0);
    expect(caught.length).toBeGreaterThan(40);
    expect(foreign(parsed('<a href="javascript:canary(1)">x</a>'))).toEqual(["leads to javascript:canary(1)"]);
  });

  it("opens links away from this page and passes nothing on to them", () => {
    const [bare, named] = shown("https://a.example and [the **shop**](https://b.example)").querySelectorAll("a");
    for (const link of [bare, named]) {
      expect(link?.getAttribute("rel")).toBe("noopener noreferrer nofollow ugc");
      expect(link?.getAttribute("target")).toBe("_blank");
    }
    expect(named?.getAttribute("title")).toBe("https://b.example/");
    expect(named?.textContent).toBe("the shop");
  });

  it("without markup is one paragraph with the very text", () => {
    const text = "first line\n\n  second, with 2*3*4 and snake_case\n";
    const [paragraph, ...others] = shown(text).children;
    expect(others).toEqual([]);
    expect(paragraph?.localName).toBe("p");
    expect(paragraph?.innerHTML).toBe(text);
  });

  it("finds the direction of each block by its words, and has code from left to right", () => {
    const root = shown("שלום\n- אחת\n  - two\n\n> ציטוט\n\n```\nx\n```");
    expect([...root.querySelectorAll("p, ul, blockquote")].map((element) => `${element.localName} ${element.getAttribute("dir")}`)).toEqual(
      ["p auto", "ul auto", "p null", "ul null", "p null", "blockquote auto", "p null"],
    );
    expect(root.querySelector("pre")?.parentElement?.getAttribute("dir")).toBe("ltr");
    expect(shown("`x`").querySelector("code")?.getAttribute("dir")).toBe("ltr");
  });
});
