/** What the mail catcher has, read as a person reads their mail. */
import { expect, type APIRequestContext } from "@playwright/test";

/** The link of the newest invitation to an address, once it has so many mails. */
export async function invitationLink(request: APIRequestContext, to: string, mails = 1): Promise<string> {
  const web = process.env.MAIL_WEB_URL ?? "";
  type Caught = { id: string; text: string };
  const list = async () => (await (await request.get(`${web}/api/messages?to=${encodeURIComponent(to)}`)).json()) as Caught[];
  await expect.poll(async () => (await list()).length, { timeout: 20_000 }).toBe(mails);
  const texts = await Promise.all(
    (await list()).map(async ({ id }) => ((await (await request.get(`${web}/api/messages/${id}`)).json()) as Caught).text),
  );
  return /https?:\S+\/join\?link=[\w-]+/.exec(texts[0] ?? "")?.[0] ?? "";
}
