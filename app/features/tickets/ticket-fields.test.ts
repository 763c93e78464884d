import { describe, expect, it } from "vitest";
import type { TicketFieldKind, TicketFieldLine } from "~/lib/supabase/form-types";
import { parsePostedTicket } from "./new-ticket-schema";
import { toNumberText } from "./number-text";
import { fieldName } from "./ticket-fields";

const id = (number: number) => `90000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
const billing = id(99);

const field = (number: number, kind: TicketFieldKind, more: Partial<TicketFieldLine> = {}): TicketFieldLine => ({
  field_id: id(number),
  kind,
  label: kind,
  help_text: "",
  is_required: false,
  category_ids: null,
  options: [],
  answers: [],
  archived_at: null,
  ...more,
});
const options = [
  { option_id: id(51), label: "A" },
  { option_id: id(52), label: "B" },
];

function read(fields: TicketFieldLine[], typed: Record<string, string | string[] | File>, category = "") {
  const posted = new FormData();
  for (const [name, value] of Object.entries({ subject: "S", description: "D", name: "N", email: "a@b.cd", category }))
    posted.set(name, value);
  for (const [name, value] of Object.entries(typed)) for (const each of [value].flat()) posted.append(name, each);
  const submission = parsePostedTicket(posted, fields);
  return submission.status === "success"
    ? { answers: Object.fromEntries(submission.value.answers.map(({ field_id, answers }) => [field_id, answers])) }
    : { errors: submission.error, back: submission.reply().initialValue };
}
const one = (kind: TicketFieldKind, typed: string | string[], more: Partial<TicketFieldLine> = {}) =>
  read([field(1, kind, { options, ...more })], { [fieldName(id(1))]: typed });

describe("the form's own fields", () => {
  it.each<[TicketFieldKind, string | string[], string[]]>([
    ["text", "  مرحبا  🏕 ", ["مرحبا 🏕"]],
    ["long_text", "one\r\ntwo\u0007 ", ["one\ntwo"]],
    ["number", "1,234.5", ["1234.5"]],
    ["date", "2028-02-29", ["2028-02-29"]],
    ["choice", id(52), [id(52)]],
    ["choices", [id(51), id(52), id(51)], [id(51), id(52)]],
    ["checkbox", "true", ["true"]],
  ])("take what is answered to a %s", (kind, typed, answers) => {
    expect(one(kind, typed)).toEqual({ answers: { [id(1)]: answers } });
  });

  it.each<[TicketFieldKind, string | string[]]>([
    ["text", "x".repeat(501)],
    ["long_text", "x".repeat(5001)],
    ["number", "twelve"],
    ["number", "1234567890123456"],
    ["date", "2027-02-29"],
    ["date", "1899-12-31"],
    ["date", "2201-01-01"],
    ["choice", "A"],
    ["choice", [id(51), id(52)]],
    ["choices", [id(51), id(53)]],
  ])("refuse for a %s %j at the field, and keep it", (kind, typed) => {
    const { errors, back } = one(kind, typed);
    expect(Object.keys(errors ?? {})).toEqual([fieldName(id(1))]);
    expect(back).toMatchObject({ [fieldName(id(1))]: typed });
  });

  it("take nothing for an answer, unless they are required", () => {
    for (const kind of ["text", "number", "date", "choice", "choices", "checkbox"] as const) {
      expect(one(kind, ["  ", "\u200b"])).toEqual({ answers: {} });
      expect(one(kind, "", { is_required: true }).errors).toEqual({ [fieldName(id(1))]: ["This needs an answer."] });
    }
    expect(one("text", "x".repeat(500))).toHaveProperty("answers");
    expect(one("text", "🏕".repeat(500))).toHaveProperty("answers");
  });

  it("ask what belongs to a category only of that one", () => {
    const only = field(1, "text", { is_required: true, category_ids: [billing] });
    const typed = { [fieldName(id(1))]: "A-1" };
    expect(read([only], {})).toEqual({ answers: {} });
    expect(read([only], {}, id(98))).toEqual({ answers: {} });
    expect(read([only], {}, billing)).toHaveProperty("errors");
    expect(read([only], typed, billing)).toEqual({ answers: { [id(1)]: ["A-1"] } });
    // What was typed before another category was chosen is not seen any more, and not sent.
    expect(read([only], typed, id(98))).toEqual({ answers: {} });
  });

  it("take no field that is not asked, no file, and no endless list", () => {
    expect(read([], { [fieldName(id(1))]: "x", [`${fieldName(id(1))}[99999]`]: "x" })).toEqual({ answers: {} });
    expect(read([field(1, "text")], { [fieldName(id(1))]: new File(["x"], "x") })).toEqual({ answers: {} });
    expect(
      one(
        "choices",
        Array.from({ length: 5000 }, () => id(51)),
      ),
    ).toEqual({ answers: { [id(1)]: [id(51)] } });
  });
});

describe("a number", () => {
  it.each([
    ["12", "en", "12"],
    ["-12.50", "en", "-12.50"],
    ["1,234,567.8", "en", "1234567.8"],
    ["1.234.567,8", "de", "1234567.8"],
    ["1,5", "en", "1.5"],
    ["1.5", "de", "1.5"],
    ["1 234,5", "fr", "1234.5"],
    ["١٢٫٥", "ar", "12.5"],
    ["１２", "ja", "12"],
    ["−7", "en", "-7"],
    ["1,23,4", "en", null],
    ["1e9", "en", null],
    ["", "en", null],
  ])("%j in %s is %s", (typed, locale, read) => expect(toNumberText(typed, locale)).toBe(read));
});
