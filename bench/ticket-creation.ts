/**
 * How many tickets a second can be opened: through the app's form, through the Data API, and, as the floor, by the bare
 * SQL command on a direct connection under row-level security. Each by the same number of customers at once.
 */
import { randomUUID } from "node:crypto";
import pg from "pg";
import { Customer } from "./support/customer";
import { asPerson, signInAnonymously } from "./support/database";
import { machine, percentile, printTable, type Row } from "./support/figures";
import { startInstallation } from "./support/installation";

const CUSTOMERS = 8;
const WARM_UP = 10;
const EACH = Number(process.env.TICKETS_EACH ?? 60);
const SLUG = "acme";

type Measured = { perSecond: number; p50: number; p95: number };

/** Lets all customers open tickets, one after the other each, all at once together. */
async function measure(open: (customer: number, ticket: number) => Promise<unknown>): Promise<Measured> {
  const everyone = Array.from({ length: CUSTOMERS }, (_, customer) => customer);
  await Promise.all(
    everyone.map(async (customer) => {
      for (let ticket = 0; ticket < WARM_UP; ticket += 1) await open(customer, ticket);
    }),
  );
  const samples: number[] = [];
  const start = performance.now();
  await Promise.all(
    everyone.map(async (customer) => {
      for (let ticket = 0; ticket < EACH; ticket += 1) {
        const before = performance.now();
        await open(customer, WARM_UP + ticket);
        samples.push(performance.now() - before);
      }
    }),
  );
  return {
    perSecond: (samples.length / (performance.now() - start)) * 1000,
    p50: percentile(samples, 0.5),
    p95: percentile(samples, 0.95),
  };
}

const { appUrl, stack, stop } = await startInstallation();
try {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, DATABASE_URL } = stack.env;
  const identities = await Promise.all(Array.from({ length: CUSTOMERS }, () => signInAnonymously(SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY)));
  const arguments_ = (number: number) => ({
    workspace_slug: SLUG,
    subject: `Benchmark ${number}`,
    body: "A few sentences, as somebody would write them. The printer in the corner is silent, and the light blinks twice.",
    email: "bench@customer.test",
    name: "Bench Mark",
    submission_id: randomUUID(),
  });

  const clients = await Promise.all(
    identities.map(async () => {
      const client = new pg.Client({ connectionString: DATABASE_URL });
      await client.connect();
      return client;
    }),
  );
  const floor = await measure(async (customer, ticket) => {
    const call = Object.entries(arguments_(ticket)).map(([name, value]) => `${name} := ${pg.escapeLiteral(value)}`);
    const { rows } = await asPerson(
      clients[customer]!,
      identities[customer]!.userId,
      `select * from public.open_ticket(${call.join(", ")})`,
    );
    if (!(rows[0] as { ticket_id?: string }).ticket_id) throw new Error("No ticket was opened.");
  });
  await Promise.all(clients.map((client) => client.end()));

  const api = await measure(async (customer, ticket) => {
    const answer = await fetch(`${SUPABASE_URL}/rest/v1/rpc/open_ticket`, {
      method: "POST",
      headers: {
        apikey: SUPABASE_PUBLISHABLE_KEY,
        authorization: `Bearer ${identities[customer]!.accessToken}`,
        "content-type": "application/json",
      },
      body: JSON.stringify(arguments_(ticket)),
    });
    if (!answer.ok) throw new Error(`The Data API answered ${answer.status}: ${await answer.text()}`);
    await answer.arrayBuffer();
  });

  const customers = identities.map(() => new Customer(appUrl, SLUG));
  for (const customer of customers) await customer.visitForm();
  const app = await measure((customer, ticket) => customers[customer]!.postTicket(ticket));

  const row = (name: string, { perSecond, p50, p95 }: Measured): Row => ({
    name,
    value: `${perSecond.toFixed(0).padStart(5)} tickets/s   p50 ${p50.toFixed(1)} ms   p95 ${p95.toFixed(1)} ms`,
    ratio: floor.perSecond / perSecond,
  });
  printTable(`Ticket creation, ${CUSTOMERS} customers at once, ${CUSTOMERS * EACH} tickets each way (ratio: how many times slower)`, [
    row("floor: SQL command, direct connection, RLS", floor),
    row("Data API", api),
    row("app: form post", app),
  ]);
  console.log(`  ${machine()}`);
} finally {
  await stop();
}
