/** The whole access matrix, and how one row of it is judged. */
import type pg from "pg";
import { actorNames } from "../../../tests/support/actors";
import { accountFunctionRows } from "./account-functions";
import type { Row } from "./expectation";
import { formFunctionRows } from "./form-functions";
import { functionRows } from "./functions";
import { ask, type Question } from "./probe";
import { slaFunctionRows } from "./sla-functions";
import { storageRows } from "./storage";
import { tableRows } from "./tables";
import { topicRowsOfAll } from "./topics";
import { dataFunctionRows } from "./data-functions";
import { workspaceFunctionRows } from "./workspace-functions";

export const matrix: Row[] = [
  ...tableRows,
  ...functionRows,
  ...slaFunctionRows,
  ...workspaceFunctionRows,
  ...accountFunctionRows,
  ...formFunctionRows,
  ...dataFunctionRows,
  ...topicRowsOfAll,
  ...storageRows,
];

export type Judged = { row: Row; outcomes: Record<string, string>; control: string | undefined };

/** Every cell of the rows, asked at once. */
export async function judge(client: pg.Client, rows: Row[]): Promise<Judged[]> {
  const questions = rows.flatMap((row): Question[] => [
    ...actorNames.map((actor): Question => ({ actor, attempt: row })),
    ...(row.control === undefined ? [] : [{ actor: "owner" as const, attempt: row }]),
  ]);
  const answers = await ask(client, questions);
  return rows.map((row) => {
    const outcomes = Object.fromEntries(actorNames.map((actor) => [actor, answers.shift() ?? ""]));
    return { row, outcomes, control: row.control === undefined ? undefined : answers.shift() };
  });
}

/** `rows` stands for any number of changed ones, `something` for any rows that are read. */
export function matches(expected: string, actual = ""): boolean {
  if (expected === "rows") return /^\d+ rows$/.test(actual);
  if (expected === "something") return actual !== "nothing" && !/^[0-9A-Z]{5}\b/.test(actual);
  return expected === actual;
}

/** What differs from the matrix, one line for each cell; empty when all is as it should be. */
export function differences({ row, outcomes, control }: Judged): string[] {
  const lines = actorNames
    .filter((actor) => !matches(row.expected[actor], outcomes[actor]))
    .map((actor) => `${actor}: expected ${row.expected[actor]}, got ${outcomes[actor]}`);
  if (row.control !== undefined && !matches(row.control, control)) lines.push(`the owner: expected ${row.control}, got ${control}`);
  return lines;
}
