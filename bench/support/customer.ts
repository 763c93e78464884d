import { randomUUID } from "node:crypto";
import { paths } from "../../app/lib/paths";

export type OpenedTicket = { ticketId: string };

/** A customer's browser without JavaScript: cookies, the page's hidden fields, form posts. */
export class Customer {
  private readonly cookies = new Map<string, string>();
  private hidden = new Map<string, string>();

  constructor(
    readonly appUrl: string,
    readonly slug: string,
  ) {}

  /** The value of a Cookie header. */
  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  /** A request as the browser makes it from a page of the app. */
  async request(place: string, init: RequestInit = {}): Promise<Response> {
    const answer = await fetch(this.appUrl + place, {
      redirect: "manual",
      ...init,
      headers: { origin: this.appUrl, "sec-fetch-site": "same-origin", cookie: this.cookie, ...(init.headers as Record<string, string>) },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      const value = pair.slice(at + 1);
      if (value === "" || /max-age=0/i.test(line)) this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), value);
    }
    return answer;
  }

  /** Opens the form's page. */
  async visitForm(): Promise<void> {
    const html = await (await this.request(paths.newTicket(this.slug), { headers: { accept: "text/html" } })).text();
    const inputs = html.matchAll(/<input[^>]*type="hidden"[^>]*>/g);
    this.hidden = new Map(
      Array.from(inputs, ([input]) => [/name="([^"]*)"/.exec(input)?.[1] ?? "", /value="([^"]*)"/.exec(input)?.[1] ?? ""] as const).filter(
        ([name]) => name !== "",
      ),
    );
  }

  /** Posts the form, with a fresh submission each time. */
  async postTicket(number: number): Promise<OpenedTicket> {
    const fields = new URLSearchParams({
      ...Object.fromEntries(this.hidden),
      submission_id: randomUUID(),
      subject: `Benchmark ${number}`,
      description: "A few sentences, as somebody would write them. The printer in the corner is silent, and the light blinks twice.",
      name: "Bench Mark",
      email: "bench@customer.test",
    });
    const answer = await this.request(paths.newTicket(this.slug), { method: "POST", body: fields });
    const location = answer.headers.get("location") ?? "";
    const ticketId = /\/ticket\/([0-9a-f-]{36})/.exec(location)?.[1];
    if (answer.status < 300 || answer.status > 399 || !ticketId)
      throw new Error(`The form answered ${answer.status} ${location}\n${(await answer.text()).slice(0, 500)}`);
    await answer.arrayBuffer();
    return { ticketId };
  }
}
