/**
 * The whole access matrix by tokens that are worth nothing any more: of a session that has ended, and without the second
 * factor that the account has. Each gets what a stranger gets, or is told; each stands beside the same person whose
 * session lives, and who has given the code.
 */
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type Actor, actors } from "../../../tests/support/actors";
import { accounts } from "../../../tests/support/cast";
import { connect } from "../../../tests/support/database";
import { DENIED, type Row } from "./expectation";
import { matches, matrix } from "./matrix";
import { putPrivateTeam } from "./private-team";
import { ask, createProbe } from "./probe";

const SESSION = "90000000-0000-4000-8000-000000000021";
const FACTOR = "90000000-0000-4000-8000-000000000022";
const { userId } = accounts.olivia;

const token = (claims: Record<string, unknown>): Actor => ({ role: "authenticated", claims: { ...actors.olivia.claims, ...claims } });
const session = `insert into auth.sessions (id, user_id) values ('${SESSION}', '${userId}')`;
const factor = (status: string) =>
  `insert into auth.mfa_factors (id, user_id, factor_type, status, created_at, updated_at) values ('${FACTOR}', '${userId}', 'totp', '${status}', now(), now())`;

const living = token({ session_id: SESSION });
const worthless: [name: string, before: string, Actor, refusal: string][] = [
  ["a session that has ended", "select", living, "PT401 sign_in_required"],
  [
    "a session whose time is over",
    `${session}; update auth.sessions set not_after = now() where id = '${SESSION}'`,
    living,
    "PT401 sign_in_required",
  ],
  ["a session of somebody else", session.replace(userId, accounts.greg.userId), living, "PT401 sign_in_required"],
  [
    "a session without the account's second factor",
    `${session}; ${factor("verified")}`,
    token({ session_id: SESSION, aal: "aal1" }),
    "PT403 second_factor_required",
  ],
  ["a token that does not tell of a second factor", factor("verified"), token({}), "PT403 second_factor_required"],
];
const good: [name: string, before: string, Actor][] = [
  ["a living session", session, living],
  ["a session with the second factor", `${session}; ${factor("verified")}`, token({ session_id: SESSION, aal: "aal2" })],
  [
    "a session of an account whose factor was never verified",
    `${session}; ${factor("unverified")}`,
    token({ session_id: SESSION, aal: "aal1" }),
  ],
];

let client: pg.Client;
beforeAll(async () => {
  client = await connect(inject("testStack").env.DATABASE_URL);
  await client.query("begin");
  await client.query(putPrivateTeam);
  await createProbe(client);
});
afterAll(async () => {
  await client.query("rollback");
  await client.end();
});

// What tells of sessions themselves has rows of its own.
const rows = matrix.filter(({ subject }) => !/_sessions?$/.test(subject));
const outcomesOf = async (before: string, actor: Actor) =>
  (
    await ask(
      client,
      rows.map((row) => ({ actor, attempt: { ...row, before: row.before ? `${before}; ${row.before}` : before } })),
    )
  ).map((outcome, index): [Row, string] => [rows[index]!, outcome]);
const wrong = (judged: [Row, string][], isRight: (row: Row, outcome: string) => boolean) =>
  judged.filter(([row, outcome]) => !isRight(row, outcome)).map(([row, outcome]) => `${row.subject}: ${row.name}: ${outcome}`);

describe("Everything an owner may", () => {
  it.each(good)("is done by %s", async (_name, before, actor) => {
    // What asks whether there is a second factor answers by it (rules: second_factor_demand).
    const judged = (await outcomesOf(before, actor)).filter(([{ subject }]) => !/second_factor_demands?$/.test(subject));
    expect(wrong(judged, (row, outcome) => matches(row.expected.olivia, outcome))).toEqual([]);
  });

  it.each(worthless)("is refused to %s", async (_name, before, actor, refusal) => {
    const judged = await outcomesOf(before, actor);
    expect(judged.filter(([, outcome]) => outcome === refusal).length).toBeGreaterThan(200);
    // As customers, all who are signed in may do the same; what nobody may, they may not.
    const isRight = (row: Row, outcome: string) =>
      outcome === refusal || outcome === DENIED || matches(row.expected.stranger, outcome) || matches(row.expected.nobody, outcome);
    expect(wrong(judged, isRight)).toEqual([]);
  });
});
