/** Right-to-left and mixed text, measured where a browser puts it. */
import { expect, type Locator, type Page } from "@playwright/test";
import { paths } from "../../app/lib/paths";
import { conversation, expectAccessible, openTicket, say, signIn, test } from "../support/browser";

const arabicName = "ليلى حسن";

/** How far `words` are from the edges of the element they stand in, inside its padding. Pixels. */
function gaps(within: Locator, words: string): Promise<{ left: number; right: number; top: number }> {
  return within.evaluate((element, searched) => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const at = node.textContent?.indexOf(searched) ?? -1;
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + searched.length);
      const box = range.getBoundingClientRect();
      const outside = element.getBoundingClientRect();
      return { left: box.left - outside.left, right: outside.right - box.right, top: box.top };
    }
    throw new Error(`"${searched}" does not stand here.`);
  }, words);
}

/** The message with these words, once it has its number. */
const said = (page: Page, words: string) => conversation(page).locator("[data-seq]").filter({ hasText: words });

/** Several lines at once, as pasted. */
async function sayAll(page: Page, ...texts: string[]): Promise<void> {
  for (const text of texts) await say(page, text);
}

test("each line runs in the direction of its words, in the same bubble too", async ({ browser }) => {
  const customer = await (await browser.newContext()).newPage();
  const { ticketId } = await openTicket(customer, "acme", {
    subject: "الفاتورة رقم 1042 (ACME)",
    description: "مرحبا، لدي سؤال.",
    name: arabicName,
    email: "layla@example.com",
  });
  const wide = "This line in English is long enough to make its bubble wide.";
  await sayAll(
    customer,
    `${wide}\nشكرا جزيلا\nThank you`,
    "- שלום לכולם, זה פריט ארוך מאוד ברשימה שלנו\n- שני",
    "> هذا اقتباس طويل بعض الشيء حتى يكون عريضا\n> نعم",
    "- A list in English, of an item that is long\n- Two",
    "```\nconst greeting = 'مرحبا بكم في المتجر';\nok();\n```",
    "الطلب ABC-7 (عاجل) جاهز.",
  );
  await expect(said(customer, "جاهز.")).toBeVisible();

  const agent = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  await signIn(agent, "sana");
  await agent.goto(paths.deskTicket("acme", ticketId));
  await expect(said(agent, "جاهز.")).toBeVisible();

  for (const page of [customer, agent]) {
    // One bubble: English at its left edge, Arabic at its right one, whatever began it.
    const mixed = said(page, "Thank you").locator("p.whitespace-pre-wrap");
    for (const words of ["Thank you", "This line"]) expect((await gaps(mixed, words)).left, words).toBeLessThan(2);
    const arabic = await gaps(mixed, "شكرا جزيلا");
    expect(arabic.right).toBeLessThan(2);
    expect(arabic.left).toBeGreaterThan(40);

    // Lists and quotes have their marks on the side where their lines begin.
    const hebrew = said(page, "שני").locator("ul");
    for (const words of ["שלום לכולם", "שני"]) expect((await gaps(hebrew, words)).right, words).toBeCloseTo(24, 0);
    const english = said(page, "Two").locator("ul");
    for (const words of ["A list in", "Two"]) expect((await gaps(english, words)).left, words).toBeCloseTo(24, 0);
    const quote = said(page, "هذا اقتباس").locator("blockquote");
    expect((await gaps(quote, "نعم")).right).toBeCloseTo(15, 0);
    expect(
      await quote.evaluate((element) => [getComputedStyle(element).borderRightWidth, getComputedStyle(element).borderLeftWidth]),
    ).toEqual(["3px", "0px"]);

    // Code runs from left to right, strings in it or not.
    const code = said(page, "greeting").locator("code");
    expect((await gaps(code, "const")).left).toBeLessThan(2);
    expect((await gaps(code, "ok();")).left).toBeLessThan(2);

    // A sentence with a foreign word ends at its left.
    const sentence = said(page, "جاهز.").locator("p.whitespace-pre-wrap");
    const [start, word, end] = [await gaps(sentence, "الطلب"), await gaps(sentence, "ABC-7"), await gaps(sentence, "جاهز.")];
    expect(start.right).toBeLessThan(word.right);
    expect(word.right).toBeLessThan(end.right);
    expect(end.left).toBeLessThan(2);

    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
  }

  // A name in Arabic does not turn the time beside it around: the name first, from the left.
  const byline = agent.locator("p", { has: agent.locator("bdi", { hasText: arabicName }) }).first();
  const [name, time] = await byline.evaluate((element) => [...element.children].map((child) => child.getBoundingClientRect().left));
  expect(name).toBeLessThan(time ?? 0);

  // The field turns with what is typed.
  const field = agent.locator("#room-composer");
  const direction = () => field.evaluate((element) => getComputedStyle(element).direction);
  await field.fill("Hello");
  expect(await direction()).toBe("ltr");
  await field.fill("مرحبا Sana");
  expect(await direction()).toBe("rtl");
  await expectAccessible(agent, "a room in two directions");
});
