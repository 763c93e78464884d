import { expect, test, type Page, type Locator } from "@playwright/test";
import { paths } from "../../app/lib/paths";
import { conversation } from "../support/browser";
const say = async (page: Page, text: string) => {
  await page.locator("#room-composer").fill(text);
  await page.locator("form:has(#room-composer) button[type=submit]").last().click();
};

const out = "/tmp/lead/shots";
const looks = [
  { name: "d-light", viewport: { width: 1440, height: 900 }, colorScheme: "light" },
  { name: "p-dark", viewport: { width: 390, height: 844 }, colorScheme: "dark" },
  { name: "d-dark", viewport: { width: 1440, height: 900 }, colorScheme: "dark" },
  { name: "p-light", viewport: { width: 390, height: 844 }, colorScheme: "light" },
] as const;
const row = (page: Page, text: string) => page.locator("li[data-seq]").filter({ hasText: text }).last();
async function menu(page: Page, text: string) {
  await row(page, text).hover();
  await row(page, text).locator("[data-message-menu]").click();
  await expect(page.getByRole("menu")).toBeVisible();
}
const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

for (const { name, viewport, colorScheme } of looks) {
  for (const locale of ["en-GB", "de-DE"]) {
    test(`shots ${name} ${locale}`, async ({ browser, request }) => {
      test.setTimeout(240_000);
      const shot = async (page: Page, what: string) => {
        await page.waitForTimeout(350);
        await page.screenshot({ path: `${out}/${what}.${name}.${locale.slice(0, 2)}.png` });
      };
      const hasTouch = viewport.width < 500;
      const customer = await (await browser.newContext({ viewport, colorScheme, locale, hasTouch })).newPage();
      const agent = await (await browser.newContext({ viewport, colorScheme, locale, hasTouch })).newPage();
      await customer.goto(paths.newTicket("acme"));
      await customer.locator("input[name=subject]").fill("Rechnung 4711: the address is wrong 🧾");
      await customer.locator("textarea[name=description]").fill("Hello! The invoice names the **old** address.\n\n- Old Street 1\n- please use New Street 2\n\n`INV-4711`");
      await customer.locator("input[name=name]").fill("Nina Roth");
      await customer.locator("input[name=email]").fill("nina@example.com");
      await customer.locator("form button[type=submit]").last().click();
      await customer.waitForURL(/\/chat$/);
      const ticketId = /ticket\/([0-9a-f-]{36})\/chat$/.exec(customer.url())![1]!;
      await agent.goto(paths.signIn());
      await agent.locator("input[type=email]").fill("sana@acme.test");
      await agent.locator("input[type=password]").fill("frontroom-demo");
      await agent.locator("form button[type=submit]").last().click();
      await agent.waitForURL(/\/desk/);
      await agent.goto(paths.deskTicket("acme", ticketId));
      await expect(conversation(agent)).toContainText("old", { timeout: 20000 });
      await say(agent, "Hi Nina, I am looking into it. Could you send me a photo of the invoice?");
      await expect(conversation(customer)).toContainText("photo of the invoice", { timeout: 20000 });
      await say(customer, "مرحبا، هذه هي الفاتورة INV-4711 من فضلك");
      await say(customer, "Sure, here it comes");
      await expect(conversation(agent)).toContainText("here it comes");
      await customer.locator("input[type=file]").first().setInputFiles([
        { name: "invoice-a-rather-long-file-name-with-many-words-4711.txt", mimeType: "text/plain", buffer: Buffer.from("hello") },
        { name: "photo.png", mimeType: "image/png", buffer: (await import("node:fs")).readFileSync("/tmp/lead/photo.png") },
      ]);
      await customer.waitForTimeout(1500);
      await shot(customer, "tray");
      await say(customer, "The photo");
      await customer.waitForTimeout(1500);
      await row(agent, "The photo").waitFor();
      await shot(customer, "room");
      await shot(agent, "desk-room");
      await menu(customer, "here it comes");
      await shot(customer, "menu-own");
      await customer.keyboard.press("Escape");
      await menu(agent, "here it comes");
      await shot(agent, "desk-menu");
      await agent.keyboard.press("ArrowDown");
      await agent.keyboard.press("Escape");
      await menu(agent, "here it comes");
      await agent.getByRole("menuitem").filter({ hasText: /Reply|Antworten/ }).click();
      await shot(agent, "desk-reply");
      await say(agent, "Thank you, that helps");
      await expect(conversation(customer)).toContainText("that helps");
      await menu(customer, "that helps");
      await shot(customer, "menu-other");
      await customer.keyboard.press("Escape");
      await customer.getByRole("button", { name: "Emoji" }).click();
      await customer.waitForTimeout(1500);
      await shot(customer, "emoji");
      await customer.keyboard.press("Escape");
      await customer.locator("li[data-seq='4']").hover();
      await customer.locator("li[data-seq='4'] [data-message-menu]").click();
      await customer.getByRole("menuitem").filter({ hasText: /^(Edit|Bearbeiten)$/ }).click();
      await shot(customer, "edit");
      await customer.keyboard.press("Escape");
      await menu(agent, "that helps");
      await agent.getByRole("menuitem").filter({ hasText: /details|Einzelheiten/i }).click();
      await shot(agent, "desk-details");
      await agent.keyboard.press("Escape");
      await customer.goto(paths.ticket("acme", ticketId));
      await shot(customer, "ticket");
      await customer.locator("summary").filter({ hasText: /Add someone|hinzufügen/ }).first().click();
      await customer.locator("input[name=email]").fill("nina@example.com");
      await customer.locator("input[name=name]").fill("Otto Brand");
      await customer.locator("form:has(input[value=add-participant]) button").click();
      await customer.waitForTimeout(1000);
      await shot(customer, "ticket-add-mistake");
      const address = `otto-${name}-${locale}@example.com`.toLowerCase();
      await customer.locator("input[name=email]").fill(address);
      await customer.locator("form:has(input[value=add-participant]) button").click();
      await customer.waitForTimeout(1500);
      await customer.screenshot({ path: `${out}/ticket-added.${name}.${locale.slice(0, 2)}.png`, fullPage: true });
      const web = process.env.MAIL_WEB_URL ?? "";
      let link = "";
      for (let i = 0; i < 40 && link === ""; i += 1) {
        await customer.waitForTimeout(500);
        const list = (await (await request.get(`${web}/api/messages?to=${encodeURIComponent(address)}`)).json()) as { id: string }[];
        if (list[0]) {
          const mail = (await (await request.get(`${web}/api/messages/${list[0].id}`)).json()) as { text: string; html: string };
          link = /https?:\S+\/join\?link=[\w-]+/.exec(mail.text)?.[0] ?? "";
          const mailPage = await (await browser.newContext({ viewport, colorScheme })).newPage();
          await mailPage.setContent(mail.html);
          await shot(mailPage, "mail-access");
          await mailPage.context().close();
        }
      }
      const added = await (await browser.newContext({ viewport, colorScheme, locale, hasTouch })).newPage();
      await added.goto(link);
      await shot(added, "join");
      await added.locator("main form button").first().click();
      await added.waitForURL(/\/chat$/);
      await added.waitForTimeout(800);
      await say(added, "I pay these invoices.");
      await added.waitForTimeout(800);
      await shot(added, "room-participant");
      await shot(agent, "desk-after");
      await added.goto(link.replace(/link=.*/, "link=nothing"));
      await shot(added, "join-wrong");
      await customer.goto(paths.chat("acme", ticketId));
      await customer.goto(`${paths.chat("acme", ticketId)}`.replace("/chat", "/search?query=invoice"));
      await shot(customer, "search-page");
      await customer.goto(paths.ticket("acme", ticketId));
      await customer.locator("form:has(input[value=close-ticket]) button, button[value=close-ticket]").first().click();
      await customer.waitForTimeout(1200);
      await customer.screenshot({ path: `${out}/ticket-closed.${name}.${locale.slice(0, 2)}.png`, fullPage: true });
      await customer.goto(paths.chat("acme", ticketId));
      await customer.waitForTimeout(800);
      await shot(customer, "room-closed");
      await agent.waitForTimeout(500);
      await shot(agent, "desk-closed");
      await agent.goto(paths.inbox("acme"));
      await shot(agent, "desk-list");
      await customer.goto(paths.portal("acme"));
      await shot(customer, "portal");
      for (const page of [customer, agent, added]) await page.context().close();
    });
  }
}
