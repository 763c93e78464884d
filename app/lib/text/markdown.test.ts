import { describe, expect, it } from "vitest";
import { readMarkdown, type Block, type Inline } from "./markdown";
import { plainText } from "./plain-text";

/** Blocks in a short form: what is marked stands in brackets behind the name of its mark. */
const shown = (text: string) => readMarkdown(text).map(showBlock).join("|");

function showBlock(block: Block): string {
  if (block.type === "text") return block.children.map(showInline).join("");
  if (block.type === "code") return `code:${block.language}<${block.text}>`;
  if (block.type === "quote") return `quote<${block.children.map(showBlock).join("|")}>`;
  const items = block.items.map(({ number, children }) => `${block.isOrdered ? number : "-"}<${children.map(showBlock).join("|")}>`);
  return `list<${items.join("")}>`;
}

function showInline(inline: Inline): string {
  if (typeof inline === "string") return inline;
  if (inline.type === "code") return `code<${inline.text}>`;
  const inside = inline.children.map(showInline).join("");
  return inline.type === "link" ? `${inline.isAddress ? "address" : "link"}<${inside}>(${inline.href})` : `${inline.type}<${inside}>`;
}

describe("words in a line", () => {
  it.each([
    ["**bold**", "strong<bold>"],
    ["*italic* and _italic_", "emphasis<italic> and emphasis<italic>"],
    ["~~gone~~", "strike<gone>"],
    ["***both***", "strong<emphasis<both>>"],
    ["**bold and *italic***", "strong<bold and emphasis<italic>>"],
    ["***italic* in bold**", "strong<emphasis<italic> in bold>"],
    ["*italic and **bold***", "emphasis<italic and >strong<emphasis<bold>>"],
    ["**a ~~b _c_~~**", "strong<a strike<b >emphasis<strike<c>>>"],
    ["(**important**), “*so*”.", "(strong<important>), “emphasis<so>”."],
    ["**Express**-Versand, **A**/B", "strong<Express>-Versand, strong<A>/B"],
    ["**−20 %** or **-20 %**?", "**−20 %** or strong<-20 %>?"],
    ["これは**重要**です", "これはstrong<重要>です"],
    ["이것은 **중요**합니다", "이것은 strong<중요>합니다"],
    ["**שלום** עולם", "strong<שלום> עולם"],
    ["**🚲 new**", "strong<🚲 new>"],
    ["**`npm` and https://a.example/x_y_z**", "strong<code<npm> and address<https://a.example/x_y_z>(https://a.example/x_y_z)>"],
    ["`code`, ``a ` b``, `` ` ``", "code<code>, code<a ` b>, code<`>"],
    ["`**not bold** <b>`", "code<**not bold** <b>>"],
    [String.raw`\*not italic\* and \*\*not bold\*\*`, "*not italic* and **not bold**"],
    ["**on one\nline** only", "**on one\nline** only"],
  ])("%j is %s", (text, expected) => {
    expect(shown(text)).toBe(expected);
  });
});

describe("what was not meant as Markdown stays as it was typed", () => {
  it.each([
    "2*3*4 = 24, 2 * 3 * 4, 2**3**2",
    "snake_case_name, __init__.py, __proto__, _private",
    String.raw`C:\dir\_old\*.txt and \\server\share_a\_b_`,
    String.raw`¯\_(ツ)_/¯`,
    "*_* ^_^ -_- T_T >_< (*_*) o_O *-*",
    "Price* incl. tax*, * see below, *) or so",
    "***** five stars, ____ (signature), ~~~~ waves, ~5 €, ~ 10 km",
    "int *a, *b;\nsrc/**/*.ts lib/**/*.ts /var/log/*nginx*/x\nf*ck this sh*t",
    "P*ss_w*rd_1 a*b*c_d_e*",
    "**unclosed and *unclosed and ~~unclosed and `unclosed and [unclosed](",
    "** spaces ** * spaces * ~~ spaces ~~",
    "**a* b\n*a** b\n_a* b",
    "[1] see [2](below) and [x]() and [](https://a.example)",
    "[x](javascript:alert(1)) [x](data:text/html,x) [x](//evil.example) [x](/path) [x](ftp://a.example)",
    "# Number 1042\n## More\n---\n===\n***\n| a | b |\n|---|---|",
    "- - - -\n* * *\n-\n*\n- \n1.\n1. ",
    "   /\\_/\\\n  ( o.o )  *\n   > ^ <  _\n",
    "***********\n* in a box *\n***********",
    ">_< and >no quote\n>>> print(1)\n> \n>",
    "It was on the\n3. of May\n12. of June",
    "+49 170 1234567\n+ 3 more\n• a bullet of one's own",
    "1986. A great year.\n2026) too",
    "```\nno end",
    "~~~\nno code\n~~~",
    "<b>bold</b> &amp; &lt;script&gt; ![](https://a.example.)",
    "first\n\n\n  fourth, indented\n\tfifth\n\n",
    "    four spaces are no code",
    "a\u0000b\u202ec\u2066d",
  ])("%j", (text) => {
    const blocks = readMarkdown(text);
    // Addresses are links, as they always were; nothing else is anything but text, and nothing is lost.
    expect(blocks.map(({ type }) => type)).toEqual(["text"]);
    expect(shown(text).replace(/address<([^>]*)>\([^)]*\)/g, "$1")).toBe(text);
    expect(plainText(text)).toBe(text);
  });
});

describe("links", () => {
  it.each([
    ["[the shop](https://shop.example/a_(b)?c=d)", "link<the shop>(https://shop.example/a_(b)?c=d)"],
    ["[**bold** words](mailto:jo@shop.example)", "link<strong<bold> words>(mailto:jo@shop.example)"],
    ["**[bold](https://a.example)**", "strong<link<bold>(https://a.example/)>"],
    ["[`code`](https://a.example)", "link<code<code>>(https://a.example/)"],
    ["[a](https://a.example)[b](https://b.example)", "link<a>(https://a.example/)link<b>(https://b.example/)"],
    ["[https://a.example](https://a.example)", "link<https://a.example>(https://a.example/)"],
    ["[half **bold**](https://a.example)", "link<half strong<bold>>(https://a.example/)"],
    ["**https://a.example**", "strong<address<https://a.example>(https://a.example/)>"],
    ["(https://a.example/b_c_d)", "(address<https://a.example/b_c_d>(https://a.example/b_c_d))"],
    ["write to a_b_c@shop.example", "write to address<a_b_c@shop.example>(mailto:a_b_c@shop.example)"],
  ])("%j is %s", (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it("lead nowhere else than their words say, where the words are an address", () => {
    const text = "[https://bank.example](https://evil.example)";
    expect(shown(text)).toBe(text);
    expect(shown("[www.bank.example](https://evil.example/x)")).not.toContain("link<");
    expect(shown("[x](https://user@evil.example)")).not.toContain("link<");
  });
});

describe("blocks", () => {
  it.each([
    ["- a\n- **b**\n- c", "list<-<a>-<strong<b>>-<c>>"],
    ["1. a\n2. b\n3. c", "list<1<a>2<b>3<c>>"],
    ["1) a\n2) b", "list<1<a>2<b>>"],
    ["3. a\n7. b", "list<3<a>7<b>>"],
    ["Steps:\n1. a\n2. b\nDone", "Steps:|list<1<a>2<b>>|Done"],
    ["Steps:\n\n- a\n\n- b\n\n\nDone\n\nreally", "Steps:|list<-<a>-<b>>|Done\n\nreally"],
    ["- a\n  more\n- b\n  - c\n  - d\n- e", "list<-<a\nmore>-<b|list<-<c>-<d>>>-<e>>"],
    ["1. a\n   - b\n2. c", "list<1<a|list<-<b>>>2<c>>"],
    ["- a\n* b", "list<-<a>>|list<-<b>>"],
    ["> said\n> so\nanswer", "quote<said\nso>|answer"],
    ["> a\n>\n> b\n\nc", "quote<a\n\nb>|c"],
    ["> > a\n> b", "quote<quote<a>|b>"],
    ["> - a\n> - b", "quote<list<-<a>-<b>>>"],
    ["- > a", "list<-<quote<a>>>"],
    ["```\n  a *b*\n\n> c\n```", "code:<  a *b*\n\n> c>"],
    ["```js\nlet a;\n```\nthere", "code:js<let a;>|there"],
    ["look:\n```select *\nfrom t```", "look:|code:<select *\nfrom t>"],
    ["```one line```", "code:<one line>"],
    ["````\n```\n````", "code:<```>"],
    ["- a\n  ```\n  b\n    c\n  ```", "list<-<a|code:<b\n  c>>>"],
    ["a\r\n- b\r\nc", "a|list<-<b>>|c"],
  ])("%j is %s", (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it("inside of each other are read to a depth, and stay as typed beyond it", () => {
    expect(shown("> > > > > > a")).toBe("quote<quote<quote<quote<> > a>>>>");
    expect(shown(`${"> ".repeat(5000)}a`).length).toBeGreaterThan(9000);
    expect(shown("- - - - - - a")).toBe("list<-<list<-<list<-<list<-<- - a>>>>>>>>");
  });
});

describe("the text without its markup", () => {
  it.each([
    ["**Hello** _you_, see [the shop](https://a.example) and `x*y*z`", "Hello you, see the shop and x*y*z"],
    ["> said\n\nanswer", "said\nanswer"],
    ["- a\n- b\n  - c", "• a\n• b\n• c"],
    ["2. a\n3. b", "2. a\n3. b"],
    ["```js\nlet a;\n```", "let a;"],
    ["", ""],
  ])("%j is %j", (text, expected) => {
    expect(plainText(text)).toBe(expected);
  });
});

describe("time", () => {
  const units = [
    "*a ", "a* ", "*a* ", "**a *b ", "*a **b", "_a ", "~~a ", "*_~~", "***a", "*a_ ", "*a b* ", "(*a ", "\\*a", "\\",
    "`", "`a", "a`` `", "[", "[a](", "[a](b", "[a](https://a.example ", "[a](https://a.example)", "[[a](b)", "](", "((", "[a](((",
    "> ", "> a\n", ">\n", "- ", "- a\n", "- a\n\n", "  - a\n", "- a\n  - b\n", "1. ", "1. a\n", "* ", "\n", " \n", " ", "\t", "```\n", "```a\n", "````\n```\n", "``` ```\n", "a```\n", "- ```\n",
    "https://", "www.", "a@", "a.", "a@a.", "www.a.a ", "https://a.example/(", "*https://a.example* ", "!", "字", "*字", "🚲*", "\u202e*",
  ]; // prettier-ignore

  /** The least of several runs: what else the machine does only ever adds to it. */
  function duration(text: string): number {
    let least = Infinity;
    for (let run = 0; run < 4; run += 1) {
      const start = performance.now();
      plainText(text);
      least = Math.min(least, performance.now() - start);
    }
    return least;
  }

  it.each(units)("grows with the length of a text of %j, not with its square", (unit) => {
    const of = (length: number) => duration(unit.repeat(Math.ceil(length / unit.length)));
    of(3000);
    // Sixteen times the length: 16 where it is linear, 256 where it is quadratic. Far below a millisecond the clock decides.
    const growth = () => of(48_000) / Math.max(of(3000), 0.1);
    let least = growth();
    // A machine that is busy with other things is asked again: it can only make a time look longer.
    for (let again = 0; again < 5 && least >= 128; again += 1) least = Math.min(least, growth());
    expect(least).toBeLessThan(128);
  });
});
