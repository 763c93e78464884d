/** The forms of settings and the database refuse and accept the same, at the bounds of each: neither promises what the other does not hold. */
import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { categorySchema } from "../../../app/features/settings/category-schema";
import { ticketFieldSchema } from "../../../app/features/settings/ticket-field-schema";
import { toWorkspaceForm, workspaceSettingsSchema } from "../../../app/features/settings/workspace-settings-schema";
import { readAnswers } from "../../../app/features/tickets/ticket-fields";
import type { TicketFieldKind, TicketFieldLine } from "../../../app/lib/supabase/form-types";
import type { WorkspaceDraft } from "../../../app/lib/supabase/workspace-types";
import { categories } from "../../../tests/support/cast";
import { refusal } from "../../../tests/support/database";
import { database } from "./support";

const { undone, call, owner } = database();

const tents = (count: number) => "🏕".repeat(count);
const verdict = (isAccepted: boolean) => (isAccepted ? "accepted" : "refused");

/** Whether the database takes it; undone either way. */
async function taken(attempt: () => Promise<unknown>): Promise<string> {
  await owner("savepoint attempt");
  const said = await refusal(attempt());
  await owner("rollback to savepoint attempt");
  return verdict(said === "nothing was refused");
}

/** Both verdicts of each case, beside the one that is meant. */
async function compare<Case>(
  cases: [name: string, given: Case, meant: boolean][],
  form: (given: Case) => boolean,
  save: (given: Case) => Promise<unknown>,
): Promise<void> {
  const told = [];
  for (const [name, given] of cases) told.push([name, verdict(form(given)), await taken(() => save(given))]);
  expect(told).toEqual(cases.map(([name, , meant]) => [name, verdict(meant), verdict(meant)]));
}

describe("The form and the database agree on", () => {
  it(
    "the settings of a workspace",
    undone(async () => {
      const [{ settings } = { settings: {} as WorkspaceDraft }] = await call<{ settings: WorkspaceDraft }>(
        "olivia",
        "select to_jsonb(it) as settings from public.get_workspace_settings('acme') as it",
      );
      const minutes = (amount: number, field: "edit" | "reopen") => ({ [`${field}_amount`]: String(amount), [`${field}_unit`]: "minutes" });
      type Given = { typed: Record<string, unknown>; draft: Partial<Record<keyof WorkspaceDraft, unknown>> };
      const same = (name: keyof WorkspaceDraft, value: unknown): Given => ({ typed: { [name]: value }, draft: { [name]: value } });
      const windows = (["edit", "reopen"] as const).flatMap((field): [string, Given, boolean][] => {
        const most = field === "edit" ? 525_600 : 5_256_000;
        return [0, most, most + 1].map((amount) => [
          `${field} window of ${amount} minutes`,
          { typed: minutes(amount, field), draft: { [`${field}_window_seconds`]: amount * 60 } },
          amount <= most,
        ]);
      });
      await compare<Given>(
        [
          ["no name", same("name", " "), false],
          ["a short name", same("name", "A"), true],
          ["the longest name", same("name", tents(80)), true],
          ["a longer name", same("name", tents(81)), false],
          ["a short address", same("slug", "ab"), false],
          ["the shortest address", same("slug", "abd"), true],
          ["the longest address", same("slug", "a".repeat(40)), true],
          ["a longer address", same("slug", "a".repeat(41)), false],
          ["an address in capitals", same("slug", " Acme-Inc "), true],
          ["an address with two hyphens", same("slug", "acme--inc"), false],
          ["an address that ends in one", same("slug", "acme-"), false],
          ["a colour", same("brand_color", "#00ff7f"), true],
          ["a colour in capitals", same("brand_color", "#00FF7F"), true],
          ["a short colour", same("brand_color", "#0f7"), false],
          ["a colour's name", same("brand_color", "teal"), false],
          ["no welcome", same("welcome_text", ""), true],
          ["the longest welcome", same("welcome_text", tents(500)), true],
          ["a longer welcome", same("welcome_text", tents(501)), false],
          ["a language", same("default_locale", "ar"), true],
          ["no language", same("default_locale", "german"), false],
          ["languages", same("offered_locales", ["de", "ja"]), true],
          ["no languages", same("offered_locales", []), true],
          ["something else for a language", same("offered_locales", ["de", "german"]), false],
          ["notices by mail", same("notice_mail_levels", ["warning", "escalation"]), true],
          ["no notices by mail", same("notice_mail_levels", []), true],
          ["an unknown notice", same("notice_mail_levels", ["breach", "gossip"]), false],
          ...windows,
          ["no attachments", { typed: { max_megabytes: "0" }, draft: { max_attachment_bytes: 0 } }, true],
          ["the largest file", { typed: { max_megabytes: "25" }, draft: { max_attachment_bytes: 26_214_400 } }, true],
          ["a larger file", { typed: { max_megabytes: "25.01" }, draft: { max_attachment_bytes: 26_224_886 } }, false],
          ["no files", { typed: { max_attachments: "0" }, draft: { max_attachments_per_message: 0 } }, true],
          ["most files", { typed: { max_attachments: "20" }, draft: { max_attachments_per_message: 20 } }, true],
          ["more files", { typed: { max_attachments: "21" }, draft: { max_attachments_per_message: 21 } }, false],
          ["less than none", { typed: { max_attachments: "-1" }, draft: { max_attachments_per_message: -1 } }, false],
        ],
        ({ typed }) =>
          workspaceSettingsSchema.safeParse({ ...toWorkspaceForm(settings), has_languages: "1", has_notices: "1", ...typed }).success,
        ({ draft }) =>
          call("olivia", "select public.save_workspace_settings('acme', jsonb_populate_record(null::public.workspace_draft, $1))", [
            JSON.stringify(draft),
          ]),
      );
    }),
  );

  it(
    "categories",
    undone(async () => {
      await compare(
        [
          ["no name", { name: " ", description: "" }, false],
          ["the longest", { name: tents(60), description: tents(200) }, true],
          ["a longer name", { name: tents(61), description: "" }, false],
          ["a longer description", { name: "A", description: tents(201) }, false],
        ],
        (given) => categorySchema.safeParse(given).success,
        ({ name, description }) => call("olivia", "select public.save_category('acme', $1, $2)", [name, description]),
      );
    }),
  );

  it(
    "fields of the form",
    undone(async () => {
      const field = (more: Record<string, unknown>) => ({ kind: "text", label: "L", ...more });
      const choice = (...labels: string[]) => field({ kind: "choice", options: labels.map((label) => ({ label })) });
      const numbered = (count: number) => choice(...Array.from({ length: count }, (_, n) => `${n}`));
      const kinds: TicketFieldKind[] = ["text", "long_text", "number", "date", "checkbox"];
      await compare(
        [
          ...kinds.map((kind): [string, Record<string, unknown>, boolean] => [kind, field({ kind }), true]),
          ["an unknown kind", field({ kind: null }), false],
          ["no question", field({ label: "" }), false],
          ["the longest", field({ label: tents(100), help_text: tents(300) }), true],
          ["a longer question", field({ label: tents(101) }), false],
          ["a longer help text", field({ help_text: tents(301) }), false],
          ["a category", field({ category_ids: [categories.billing.categoryId] }), true],
          ["a choice", choice("A", "B"), true],
          ["several choices", { ...choice("A"), kind: "choices" }, true],
          ["no option", choice(), false],
          ["most options", numbered(50), true],
          ["more options", numbered(51), false],
          ["the longest option", choice(tents(100)), true],
          ["a longer option", choice(tents(101)), false],
          ["an option twice", choice("A", "B", " a"), false],
        ],
        (given) => ticketFieldSchema.safeParse(given).success,
        (given) =>
          call("olivia", "select public.save_ticket_field('acme', jsonb_populate_record(null::public.ticket_field_draft, $1))", [
            JSON.stringify(given),
          ]),
      );
    }),
  );

  it(
    "answers",
    undone(async () => {
      const fields = new Map<TicketFieldKind, TicketFieldLine>();
      for (const kind of ["text", "long_text", "number", "date", "choice", "choices", "checkbox"] as const) {
        const options = kind.startsWith("choice") ? [{ label: "A" }, { label: "B" }] : null;
        await call("olivia", "select public.save_ticket_field('acme', jsonb_populate_record(null::public.ticket_field_draft, $1))", [
          JSON.stringify({ kind, label: kind, options }),
        ]);
      }
      const asked = await call<{ line: TicketFieldLine }>(
        "stranger",
        "select to_jsonb(it) as line from public.get_ticket_fields('acme') as it",
      );
      for (const { line } of asked) fields.set(line.kind, line);
      const optionOf = (kind: "choice" | "choices", at: number) => fields.get(kind)!.options[at]!.option_id;
      type Given = [TicketFieldKind, string[]];
      await compare<Given>(
        [
          ["a text", ["text", ["مرحبا"]], true],
          ["the longest text", ["text", [tents(500)]], true],
          ["a longer text", ["text", [tents(501)]], false],
          ["the longest long text", ["long_text", [`${tents(2499)}\n${tents(2500)}`]], true],
          ["a longer long text", ["long_text", [tents(5001)]], false],
          ["the largest number", ["number", ["999999999999999.999999"]], true],
          ["the smallest number", ["number", ["-999999999999999.999999"]], true],
          ["a larger number", ["number", ["1000000000000000"]], false],
          ["a finer number", ["number", ["0.0000001"]], false],
          ["a number in words", ["number", ["twelve"]], false],
          ["an exponent", ["number", ["1e3"]], false],
          ["the first day", ["date", ["1900-01-01"]], true],
          ["the day before", ["date", ["1899-12-31"]], false],
          ["the last day", ["date", ["2200-12-31"]], true],
          ["the day after", ["date", ["2201-01-01"]], false],
          ["a leap day", ["date", ["2028-02-29"]], true],
          ["no leap day", ["date", ["2027-02-29"]], false],
          ["a date in words", ["date", ["tomorrow"]], false],
          ["a choice", ["choice", [optionOf("choice", 1)]], true],
          ["two of a choice", ["choice", [optionOf("choice", 0), optionOf("choice", 1)]], false],
          ["an option of another field", ["choice", [optionOf("choices", 0)]], false],
          ["several choices", ["choices", [optionOf("choices", 0), optionOf("choices", 1)]], true],
          ["a ticked box", ["checkbox", ["true"]], true],
          ["nothing", ["date", []], true],
        ],
        ([kind, answers]) =>
          Object.keys(
            readAnswers(
              [fields.get(kind)!],
              () => answers,
              () => false,
            ).errors,
          ).length === 0,
        ([kind, answers]) =>
          call(
            "carl",
            `select public.open_ticket('acme', 'S', 'B', 'carl@example.com', 'Carl', $1, field_answers =>
               array(select line from jsonb_populate_recordset(null::public.ticket_field_answer, $2) as line))`,
            [randomUUID(), JSON.stringify([{ field_id: fields.get(kind)!.field_id, answers }])],
          ),
      );
    }),
  );
});
