import { readFile } from "node:fs/promises";
import { expect, type Locator, type Page } from "@playwright/test";
import pg from "pg";
import { paths } from "../../app/lib/paths";
import { conversation, expectAccessible, openTicket, say, signIn, test } from "../support/browser";
import { hostileFiles, pdf, png } from "../support/files";

const photo = {
  name: "Ein sehr langer Name eines Fotos, das jemand im Urlaub gemacht hat (1).png",
  mimeType: "image/png",
  buffer: png(800, 600),
};
const paper = { name: "تقرير 2026.pdf", mimeType: "application/pdf", buffer: pdf };
const wrong = { name: "page.html", mimeType: "text/html", buffer: hostileFiles.find(({ name }) => name === "page.html")!.bytes };

const tray = (page: Page) => page.getByRole("list", { name: "Files of this message" });
const room = { subject: "Files", description: "I send you some files.", name: "Fay Pixel", email: "fay@example.com" };

async function pick(page: Page, files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Attach files" }).click();
  await (await choosing).setFiles(files);
  // The chunk with the tray comes with the first file; before, Enter has nothing to send.
  await expect(tray(page)).toBeVisible();
}

/** Pastes or drops files, as the browser hands them over. */
async function give(target: Locator, event: "paste" | "drop", file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  await target.evaluate(
    (element, { event, name, type, base64 }) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], name, { type }));
      const options = { bubbles: true, cancelable: true };
      if (event === "paste") element.dispatchEvent(new ClipboardEvent("paste", { ...options, clipboardData: data }));
      else for (const kind of ["dragover", "drop"]) element.dispatchEvent(new DragEvent(kind, { ...options, dataTransfer: data }));
    },
    { event, name: file.name, type: file.mimeType, base64: file.buffer.toString("base64") },
  );
}

test("files are picked, pasted and dropped, shown as they go, and read by the other side", async ({ browser }) => {
  test.slow();
  const customer = await (await browser.newContext()).newPage();
  const { ticketId } = await openTicket(customer, "acme", room);
  const composer = customer.locator("#room-composer");

  await pick(customer, [photo, wrong]);
  await expect(tray(customer).getByRole("listitem")).toHaveCount(2);
  // What is wrong with a file stands at that file.
  await expect(tray(customer).getByRole("listitem").filter({ hasText: "page.html" })).toContainText(
    "Files of this kind cannot be attached.",
  );
  await expect(customer.getByRole("status").filter({ hasText: `${photo.name} is attached.` })).toBeAttached();
  await expectAccessible(customer, "the tray of files");

  // A message does not leave without what was to go with it.
  await say(customer, "Look at this");
  await expect(customer.getByText("Some files could not be attached.")).toBeVisible();
  await expect(composer).toHaveValue("Look at this");
  await customer.getByRole("button", { name: "Remove page.html" }).click();
  await expect(composer).toBeFocused();

  await give(composer, "paste", paper);
  await give(customer.locator("body"), "drop", { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("Hello") });
  await expect(tray(customer).getByRole("listitem")).toHaveCount(3);
  await expect(tray(customer).getByRole("progressbar")).toHaveCount(0);
  await composer.press("Enter");
  await expect(tray(customer)).toHaveCount(0);

  const agent = await (await browser.newContext()).newPage();
  await signIn(agent, "sana");
  await agent.goto(paths.deskTicket("acme", ticketId));
  for (const page of [customer, agent]) {
    await expect(conversation(page).getByText("Look at this")).toBeVisible();
    const image = conversation(page).getByRole("img", { name: photo.name });
    await expect(image).toBeVisible();
    await expect.poll(() => image.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(800);
    // By itself too, as a link leads to it without JavaScript.
    const alone = await page.context().newPage();
    await alone.goto((await image.getAttribute("src")) ?? "");
    await expect.poll(() => alone.locator("img").evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(800);
    await alone.close();
    await expect(conversation(page).getByRole("link", { name: /تقرير 2026\.pdf/ })).toBeVisible();
    const downloading = page.waitForEvent("download");
    await conversation(page)
      .getByRole("link", { name: /notes\.txt/ })
      .click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe("notes.txt");
    expect(await readFile(await download.path(), "utf8")).toBe("Hello");
    await expectAccessible(page, "a message with files");
  }

  // Large, by keyboard, and back.
  const link = conversation(agent).getByRole("link", { name: photo.name });
  await link.focus();
  await agent.keyboard.press("Enter");
  const lightbox = agent.getByRole("dialog", { name: photo.name });
  await expect(lightbox.getByRole("img")).toBeVisible();
  await expectAccessible(agent, "a picture, large");
  await agent.keyboard.press("Escape");
  await expect(lightbox).toHaveCount(0);
  await expect(link).toBeFocused();
});

test("a picture takes its place before it has loaded", async ({ browser }) => {
  const context = await browser.newContext();
  const customer = await context.newPage();
  const { ticketId } = await openTicket(customer, "acme", room);
  await pick(customer, [photo]);
  await customer.locator("#room-composer").press("Enter");
  await expect(conversation(customer).getByRole("img", { name: photo.name })).toBeVisible();

  // Loaded anew, with the picture held back.
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await context.route(/\/files\/[0-9a-f-]{36}$/, async (route) => {
    await held;
    await route.continue();
  });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const shifts: number[] = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
    }).observe({ type: "layout-shift", buffered: true });
    Object.assign(window, { shifts });
  });
  await page.goto(paths.chat("acme", ticketId));
  const image = conversation(page).getByRole("img", { name: photo.name });
  await expect(image).toBeVisible();
  const before = await image.boundingBox();
  expect(before?.width).toBeCloseTo(320, 0);
  expect(before?.height).toBeCloseTo(240, 0);
  await page.waitForTimeout(500);
  const shiftsBefore = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts.length);
  release();
  await expect.poll(() => image.evaluate((one: HTMLImageElement) => one.complete && one.naturalWidth)).toBe(800);
  await page.waitForTimeout(300);
  expect(await image.boundingBox()).toEqual(before);
  expect(await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts.length)).toBe(shiftsBefore);
});

test("an upload shows how far it is, is cancelled, takes its message along when it is done, and waits for the network", async ({
  browser,
}) => {
  test.slow();
  const context = await browser.newContext();
  const customer = await context.newPage();
  await openTicket(customer, "acme", room);
  const composer = customer.locator("#room-composer");
  // A line so slow that there is something to see.
  const line = await context.newCDPSession(customer);
  const speed = (bytes: number) =>
    line.send("Network.emulateNetworkConditions", { offline: false, latency: 20, downloadThroughput: -1, uploadThroughput: bytes });
  await customer.getByRole("button", { name: "Attach files" }).focus();
  await speed(200_000);
  const large = (name: string) => ({ name, mimeType: "text/plain", buffer: Buffer.alloc(8_000_000, "words ") });
  await pick(customer, [large("first.txt"), large("second.txt")]);
  const first = customer.getByRole("progressbar", { name: "Upload of first.txt" });
  await expect.poll(async () => Number(await first.getAttribute("aria-valuenow")), { timeout: 15_000 }).toBeGreaterThan(1);
  expect(Number(await first.getAttribute("aria-valuenow"))).toBeLessThan(100);

  await customer.getByRole("button", { name: "Cancel the upload of second.txt" }).click();
  await expect(tray(customer).getByRole("listitem")).toHaveCount(1);

  // Sent too early: it stays, and goes by itself.
  await say(customer, "with a file");
  await expect(customer.getByText("This is sent as soon as the files are uploaded.")).toBeVisible();
  await expect(composer).toHaveValue("with a file");
  await expect(conversation(customer)).not.toContainText("with a file");

  await speed(-1);
  await expect(conversation(customer)).toContainText("with a file", { timeout: 20_000 });
  await expect(conversation(customer).getByRole("link", { name: /first\.txt/ })).toBeVisible();
  await expect(conversation(customer)).not.toContainText("second.txt");
  await expect(composer).toHaveValue("");

  // The network goes and comes.
  await line.send("Network.emulateNetworkConditions", { offline: true, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  await pick(customer, [{ name: "third.txt", mimeType: "text/plain", buffer: Buffer.from("words") }]);
  await expect(tray(customer).getByText("Waiting for the connection")).toBeVisible();
  await speed(-1);
  await expect(tray(customer).getByText("Waiting for the connection")).toHaveCount(0);
  await say(customer, "the third");
  await expect(conversation(customer).getByRole("link", { name: /third\.txt/ })).toBeVisible({ timeout: 20_000 });
});

test("deleting a message takes its files out of the room and out of the store", async ({ browser }) => {
  const customer = await (await browser.newContext()).newPage();
  const { ticketId } = await openTicket(customer, "acme", room);
  await pick(customer, [photo]);
  await customer.locator("#room-composer").press("Enter");
  const image = conversation(customer).getByRole("img", { name: photo.name });
  await expect(image).toBeVisible();
  const src = (await image.getAttribute("src")) ?? "";
  expect((await customer.request.get(src)).status()).toBe(200);

  const database = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await database.connect();
  const stored = async () =>
    (
      await database.query(
        `select from storage.objects join public.tickets on split_part(name, '/', 2) = chat_room_id::text where ticket_id = $1`,
        [ticketId],
      )
    ).rowCount;
  expect(await stored()).toBe(1);
  const { rows } = await database.query<{ room_id: string }>("select chat_room_id as room_id from public.tickets where ticket_id = $1", [
    ticketId,
  ]);
  const deleted = await customer.request.post(paths.chatMessages("acme", ticketId), {
    form: { intent: "delete-message", room_id: rows[0]!.room_id, seq: "2" },
    headers: { origin: new URL(customer.url()).origin },
  });
  expect(deleted.status()).toBe(200);
  await expect(image).toHaveCount(0);
  expect((await customer.request.get(src)).status()).toBe(404);
  await expect.poll(stored, { timeout: 20_000 }).toBe(0);
  await database.end();
});

test("a file that turns out not to be what was said of it leaves the room for both sides, and the message says so", async ({ browser }) => {
  const customer = await (await browser.newContext()).newPage();
  const { ticketId } = await openTicket(customer, "acme", room);
  const agent = await (await browser.newContext()).newPage();
  await signIn(agent, "sana");
  await agent.goto(paths.deskTicket("acme", ticketId));
  await pick(customer, [photo]);
  await customer.locator("#room-composer").press("Enter");
  const images = [customer, agent].map((page) => conversation(page).getByRole("img", { name: photo.name }));
  for (const image of images) await expect(image).toBeVisible();

  // As if it had been announced as another picture than came.
  const database = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await database.connect();
  await database.query(
    `with lie as (
       update public.attachments set width = 8, height = 6
       where room_id = (select chat_room_id from public.tickets where ticket_id = $1) returning attachment_id
     )
     select private.enqueue_job('check-attachments', to_jsonb(lie)) from lie`,
    [ticketId],
  );
  await database.end();
  for (const page of [customer, agent])
    await expect(conversation(page).getByText("The attachment was removed because it was not what it claimed to be")).toBeVisible({
      timeout: 20_000,
    });
  for (const image of images) await expect(image).toHaveCount(0);
  await expectAccessible(customer, "a message whose file was taken out");
});

test("without JavaScript a file goes with the form, from both sides, and what is refused is said", async ({ browser }) => {
  test.slow();
  const live = await browser.newContext();
  const { ticketId } = await openTicket(await live.newPage(), "acme", room);
  const plainCustomer = await (await browser.newContext({ javaScriptEnabled: false, storageState: await live.storageState() })).newPage();
  await plainCustomer.goto(paths.chat("acme", ticketId));
  await plainCustomer.locator("#room-composer").fill("By form");
  await plainCustomer.getByLabel("Files to attach").setInputFiles([photo, paper]);
  await plainCustomer.getByRole("button", { name: "Send", exact: true }).click();
  await expect(plainCustomer.getByText("By form")).toBeVisible();
  await expect(plainCustomer.getByRole("img", { name: photo.name })).toBeVisible();
  await expect(plainCustomer.getByRole("link", { name: /تقرير 2026\.pdf/ })).toBeVisible();

  await plainCustomer.locator("#room-composer").fill("Once more");
  await plainCustomer.getByLabel("Files to attach").setInputFiles([wrong]);
  await plainCustomer.getByRole("button", { name: "Send", exact: true }).click();
  await expect(plainCustomer.getByRole("alert")).toContainText("page.html: Files of this kind cannot be attached.");
  await expect(plainCustomer.locator("#room-composer")).toHaveValue("Once more");

  const desk = await browser.newContext();
  await signIn(await desk.newPage(), "sana");
  const plainAgent = await (await browser.newContext({ javaScriptEnabled: false, storageState: await desk.storageState() })).newPage();
  await plainAgent.goto(paths.deskTicket("acme", ticketId));
  await plainAgent.locator("#room-composer").fill("From the desk");
  await plainAgent.getByLabel("Files to attach").setInputFiles([{ name: "answer.txt", mimeType: "text/plain", buffer: Buffer.from("42") }]);
  await plainAgent.getByRole("button", { name: "Send", exact: true }).click();
  await expect(plainAgent.getByRole("link", { name: /answer\.txt/ })).toBeVisible();
  await plainCustomer.goto(paths.chat("acme", ticketId));
  await expect(plainCustomer.getByRole("link", { name: /answer\.txt/ })).toBeVisible();

  await plainAgent.locator("#room-composer").fill("Only for us");
  await plainAgent.getByLabel("Files to attach").setInputFiles([{ name: "secret.txt", mimeType: "text/plain", buffer: Buffer.from("42") }]);
  await plainAgent.getByRole("button", { name: "Add note" }).click();
  await expect(plainAgent.getByText("Files can be attached to messages only, not to notes.")).toBeVisible();

  // A note by the form is one for the customer's eyes neither.
  await plainAgent.goto(paths.deskTicket("acme", ticketId));
  await plainAgent.locator("#room-composer").fill("Really only for us");
  await plainAgent.getByRole("button", { name: "Add note" }).click();
  await expect(plainAgent.getByText("Really only for us")).toBeVisible();
  await plainCustomer.goto(paths.chat("acme", ticketId));
  await expect(plainCustomer.getByRole("link", { name: /answer\.txt/ })).toBeVisible();
  await expect(plainCustomer.locator("body")).not.toContainText("only for us", { ignoreCase: true });
});
