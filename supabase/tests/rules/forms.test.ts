import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { categories, tickets } from "../../../tests/support/cast";
import { refusal } from "../../../tests/support/database";
import { database } from "./support";

const { undone, call, owner } = database();

type Field = { field_id: string; kind: string; label: string; options: { option_id: string; label: string }[]; answers: string[] };
type Draft = Record<string, unknown>;
type Answer = { field_id: string; answers: string[] };

const saveField = async (draft: Draft, fieldId: string | null = null, actor: "olivia" | "greg" = "olivia") =>
  (
    await call<{ id: string }>(
      actor,
      "select public.save_ticket_field($1, jsonb_populate_record(null::public.ticket_field_draft, $2), $3) as id",
      [actor === "olivia" ? "acme" : "globex", JSON.stringify(draft), fieldId],
    )
  )[0]!.id;
const saveCategory = async (name: string, description = "", id: string | null = null) =>
  (await call<{ id: string }>("olivia", "select public.save_category('acme', $1, $2, $3) as id", [name, description, id]))[0]!.id;
const list = async (): Promise<Field[]> =>
  (await call<{ line: Field }>("stranger", "select to_jsonb(it) as line from public.get_ticket_fields('acme') as it")).map(
    ({ line }) => line,
  );
const toAnswers = (given: Answer[]) => JSON.stringify(given);
const openWith = async (given: Answer[], categoryId: string | null = null): Promise<string> =>
  (
    await call<{ ticket_id: string }>(
      "carl",
      `select * from public.open_ticket('acme', 'Subject', 'Body', 'carl@example.com', 'Carl', $1, $2, field_answers =>
        array(select line from jsonb_populate_recordset(null::public.ticket_field_answer, $3) as line))`,
      [randomUUID(), categoryId, toAnswers(given)],
    )
  )[0]!.ticket_id;
const setFields = (ticketId: string, given: Answer[]) =>
  call(
    "ben",
    "select public.set_ticket_fields($1, array(select line from jsonb_populate_recordset(null::public.ticket_field_answer, $2) as line))",
    [ticketId, toAnswers(given)],
  );
const answersOf = async (ticketId: string) =>
  (
    await call<{ fields: Field[] }>("ben", "select to_jsonb(it) -> 'fields' as fields from public.get_ticket('acme', $1) as it", [ticketId])
  )[0]!.fields;
const answerOf = async (ticketId: string, fieldId: string) =>
  (await answersOf(ticketId)).find(({ field_id }) => field_id === fieldId)?.answers;
const names = async () =>
  (
    await call<{ names: string[] }>(
      "olivia",
      "select array(select (one).name from unnest(categories) as one) as names from public.get_form_settings('acme')",
    )
  )[0]!.names;

describe("Categories", () => {
  it(
    "are made, renamed, ordered, put away and offered again",
    undone(async () => {
      const other = await saveCategory("  Other ", "All else");
      expect(await names()).toEqual(["Question", "Problem", "Billing", "Other"]);
      await saveCategory("Fault", "", categories.problem.categoryId);
      const order = [other, categories.billing.categoryId, categories.question.categoryId, categories.problem.categoryId];
      await call("adam", "select public.order_categories('acme', $1)", [order]);
      expect(await names()).toEqual(["Other", "Billing", "Question", "Fault"]);
      await call("adam", "select public.archive_category('acme', $1)", [other]);
      const offered = await owner<{ names: string[] }>(
        "select array(select (one).name from unnest(categories) as one) as names from public.get_portal('acme')",
      );
      expect(offered[0]!.names).toEqual(["Billing", "Question", "Fault"]);
      expect(await refusal(call("adam", "select public.archive_category('acme', $1)", [other]))).toBe("PT404 category_not_found");
      expect(await refusal(saveCategory("Other again", "", other))).toBe("PT404 category_not_found");
      // Those that are left have an order of their own.
      await call("adam", "select public.order_categories('acme', $1)", [[order[3], order[1], order[2]]]);
      expect(await names()).toEqual(["Fault", "Billing", "Question", "Other"]);
      // Its name is free, and whoever opened with it before is told that it is gone.
      expect(await refusal(openWith([], other))).toBe("PT422 category_not_found");
      await saveCategory("OTHER");
      expect(await refusal(call("adam", "select public.restore_category('acme', $1)", [other]))).toBe("23505 ticket_categories_name_key");
      expect(await refusal(call("adam", "select public.order_categories('acme', $1)", [order]))).toBe("PT409 list_changed");
    }),
  );

  it.each([
    ["", "", "23514 ticket_categories_name_length"],
    ["x".repeat(61), "", "23514 ticket_categories_name_length"],
    ["Long", "x".repeat(201), "23514 ticket_categories_description_length"],
    ["QUESTION", "", "23505 ticket_categories_name_key"],
  ])("refuse the name %j with %j", async (name, description, key) =>
    undone(async () => {
      expect(await refusal(saveCategory(name, description))).toBe(key);
      await saveCategory("🏕".repeat(60), "🏕".repeat(200));
    })(),
  );

  it(
    "are 50 at most",
    undone(async () => {
      await owner(
        "insert into public.ticket_categories (workspace_id, name) select workspace_id, 'C' || n from public.workspaces, generate_series(1, 47) as n where slug = 'acme'",
      );
      expect(await refusal(saveCategory("One more"))).toBe("PT422 too_many_categories");
      await call("adam", "select public.archive_category('acme', $1)", [categories.problem.categoryId]);
      await saveCategory("One more");
      expect(await refusal(call("adam", "select public.restore_category('acme', $1)", [categories.problem.categoryId]))).toBe(
        "PT422 too_many_categories",
      );
    }),
  );
});

describe("Fields of a form", () => {
  it(
    "are asked in their order, with options that are renamed and put away under their ids",
    undone(async () => {
      const size = await saveField({ kind: "choice", label: "Size", options: [{ label: "S" }, { label: "L" }] });
      const order = await saveField({ kind: "text", label: "Order", help_text: "On the bill" });
      await call("adam", "select public.order_ticket_fields('acme', $1)", [[order, size]]);
      const [first, second] = await list();
      expect([first!.label, second!.options.map(({ label }) => label)]).toEqual(["Order", ["S", "L"]]);
      const [s, l] = second!.options;
      const ticketId = await openWith([{ field_id: size, answers: [s!.option_id] }]);
      // S and L exchange their words, in one change.
      await saveField(
        {
          kind: "choice",
          label: "Size",
          options: [
            { option_id: s!.option_id, label: "L" },
            { option_id: l!.option_id, label: "S" },
          ],
        },
        size,
      );
      await saveField({ kind: "choice", label: "Size", options: [{ option_id: l!.option_id, label: "S" }, { label: "XL" }] }, size);
      expect((await list())[1]!.options.map(({ label }) => label)).toEqual(["S", "XL"]);
      // The ticket says still what was chosen.
      const answered = (await answersOf(ticketId)).find(({ field_id }) => field_id === size)!;
      expect(answered.options.find(({ option_id }) => option_id === answered.answers[0])?.label).toBe("L");
      expect(await refusal(openWith([{ field_id: size, answers: [s!.option_id] }]))).toBe("PT422 ticket_field_invalid");
      expect(await refusal(saveField({ kind: "choice", label: "Size", options: [{ option_id: s!.option_id, label: "S" }] }, size))).toBe(
        "PT409 list_changed",
      );
      await call("adam", "select public.archive_ticket_field('acme', $1)", [size]);
      expect((await list()).map(({ label }) => label)).toEqual(["Order"]);
      expect(await answerOf(ticketId, size)).toEqual([s!.option_id]);
      expect(await refusal(openWith([{ field_id: size, answers: [l!.option_id] }]))).toBe("PT422 ticket_field_unknown");
      await call("adam", "select public.restore_ticket_field('acme', $1)", [size]);
      expect((await list()).map(({ label }) => label)).toEqual(["Order", "Size"]);
    }),
  );

  it.each([
    [{ kind: null }, "PT422 ticket_field_kind_fixed"],
    [{ label: " " }, "23514 ticket_fields_label_length"],
    [{ label: "x".repeat(101) }, "23514 ticket_fields_label_length"],
    [{ help_text: "x".repeat(301) }, "23514 ticket_fields_help_text_length"],
    [{ category_ids: [] }, "23514 ticket_fields_category_ids_range"],
    [{ category_ids: [categories.globexOrder.categoryId] }, "PT422 category_not_found"],
    [{ category_ids: [categories.question.categoryId, null] }, "PT422 category_not_found"],
    [{ options: [{ label: "A" }] }, "PT422 ticket_field_without_choice"],
    [{ kind: "choice" }, "PT422 ticket_field_without_options"],
    [{ kind: "choices", options: [] }, "PT422 ticket_field_without_options"],
    [{ kind: "choice", options: [{ label: "" }] }, "23514 ticket_field_options_label_length"],
    [{ kind: "choice", options: [{ label: "A" }, { label: " a" }] }, "PT422 ticket_field_option_twice"],
    [{ kind: "choice", options: Array.from({ length: 51 }, (_, n) => ({ label: `${n}` })) }, "PT422 too_many_ticket_field_options"],
  ])("are refused as %o", async (draft, key) =>
    undone(async () => {
      expect(await refusal(saveField({ kind: "text", label: "Label", ...draft }))).toBe(key);
      // All at their bounds.
      const options = Array.from({ length: 50 }, (_, n) => ({ label: `${n}`.padEnd(100, "x") }));
      await saveField({
        kind: "choice",
        label: "🏕".repeat(100),
        help_text: "x".repeat(300),
        category_ids: [categories.question.categoryId],
        options,
      });
    })(),
  );

  it(
    "are their workspace's own with their options, and are only restored once they were put away",
    undone(async () => {
      const draft = (label: string, optionId?: string) => ({ kind: "choice", label, options: [{ option_id: optionId, label: "One" }] });
      const [size, colour] = [await saveField(draft("Size")), await saveField(draft("Colour"))];
      const before = await list();
      const put = (actor: "adam" | "greg", what: "archive" | "restore", id: string) =>
        call(actor, `select public.${what}_ticket_field($1, $2)`, [actor === "adam" ? "acme" : "globex", id]);
      expect(await refusal(saveField(draft("Mine"), size, "greg"))).toBe("PT404 ticket_field_not_found");
      expect(await refusal(put("greg", "archive", size))).toBe("PT404 ticket_field_not_found");
      expect(await refusal(put("adam", "archive", randomUUID()))).toBe("PT404 ticket_field_not_found");
      expect(await refusal(saveField(draft("Size", before[1]!.options[0]!.option_id), size))).toBe("PT409 list_changed");
      expect(await list()).toEqual(before);

      await put("adam", "archive", colour);
      expect((await list()).map(({ label }) => label)).toEqual(["Size"]);
      expect(await refusal(saveField(draft("Colours"), colour))).toBe("PT404 ticket_field_not_found");
      expect(await refusal(put("adam", "archive", colour))).toBe("PT404 ticket_field_not_found");
      expect(await refusal(put("greg", "restore", colour))).toBe("PT404 ticket_field_not_found");
      await put("adam", "restore", colour);
      expect(await list()).toEqual(before);
      const weight = await saveField({ kind: "number", label: "Weight" });
      // All of them, or the list has changed meanwhile.
      for (const some of [
        [weight, size],
        [weight, size, colour, randomUUID()],
        [weight, weight, size, colour],
      ])
        expect(await refusal(call("adam", "select public.order_ticket_fields('acme', $1)", [some]))).toBe("PT409 list_changed");
      await call("adam", "select public.order_ticket_fields('acme', $1)", [[weight, size, colour]]);
      expect((await list()).map(({ label }) => label)).toEqual(["Weight", "Size", "Colour"]);
    }),
  );

  it(
    "keep their kind and their names apart, and are 30 at most",
    undone(async () => {
      const fieldId = await saveField({ kind: "text", label: "Order" });
      expect(await refusal(saveField({ kind: "number", label: "Order" }, fieldId))).toBe("PT422 ticket_field_kind_fixed");
      expect(await refusal(saveField({ kind: "number", label: "ORDER" }))).toBe("23505 ticket_fields_label_key");
      await owner(
        "insert into public.ticket_fields (workspace_id, kind, label) select workspace_id, 'text', 'F' || n from public.workspaces, generate_series(1, 29) as n where slug = 'acme'",
      );
      expect(await refusal(saveField({ kind: "text", label: "One more" }))).toBe("PT422 too_many_ticket_fields");
      // Those that were put away take no room.
      await call("adam", "select public.archive_ticket_field('acme', $1)", [fieldId]);
      await saveField({ kind: "text", label: "One more" });
      expect(await refusal(call("adam", "select public.restore_ticket_field('acme', $1)", [fieldId]))).toBe("PT422 too_many_ticket_fields");
    }),
  );
});

it(
  "More answers than a form can have are not even read",
  undone(async () => {
    const field = await saveField({ kind: "text", label: "Order" });
    const given = (count: number) => Array.from({ length: count }, () => ({ field_id: field, answers: ["1"] }));
    const ticketId = await openWith(given(200));
    expect(await refusal(openWith(given(201)))).toBe("PT422 ticket_field_invalid");
    await setFields(ticketId, given(200));
    expect(await refusal(setFields(ticketId, given(201)))).toBe("PT422 ticket_field_invalid");
  }),
);

it(
  "No answers are none, and of a long one the ticket tells the first two hundred letters",
  undone(async () => {
    const field = await saveField({ kind: "long_text", label: "Story" });
    const [ticket] = await call<{ ticket_id: string }>(
      "carl",
      "select * from public.open_ticket('acme', 'Subject', 'Body', 'carl@example.com', 'Carl', $1, field_answers => null)",
      [randomUUID()],
    );
    await call("ben", "select public.set_ticket_fields($1, null)", [ticket!.ticket_id]);
    await setFields(ticket!.ticket_id, [{ field_id: field, answers: ["é".repeat(201)] }]);
    await setFields(ticket!.ticket_id, []);
    await setFields(ticket!.ticket_id, [{ field_id: field, answers: [] }]);
    const told = "select old_value from public.ticket_events where ticket_id = $1 and kind = 'field_changed' and old_value is not null";
    expect(await owner(told, [ticket!.ticket_id])).toEqual([{ old_value: "é".repeat(200) }]);
  }),
);

describe("Answers", () => {
  const kinds = ["text", "long_text", "number", "date", "choice", "choices", "checkbox"] as const;
  const fields = {} as Record<(typeof kinds)[number], string>;
  const options: Record<"choice" | "choices", string[]> = { choice: [], choices: [] };
  const withFields = (use: () => Promise<void>) =>
    undone(async () => {
      for (const kind of kinds) {
        const isChoice = kind === "choice" || kind === "choices";
        fields[kind] = await saveField({ kind, label: kind, ...(isChoice && { options: [{ label: "A" }, { label: "B" }] }) });
        if (isChoice) options[kind] = (await list()).find(({ label }) => label === kind)!.options.map(({ option_id }) => option_id);
      }
      await use();
    });
  const answer = (kind: (typeof kinds)[number], ...answers: string[]): Answer => ({ field_id: fields[kind], answers });

  it(
    "of every kind are kept as they are and read by agents and the customer",
    withFields(async () => {
      const given = [
        answer("text", "  مرحبا 🏕 "),
        answer("long_text", "one\ntwo"),
        answer("number", "-012.500"),
        answer("date", "2028-02-29"),
        answer("choice", options.choice[1]!),
        answer("choices", options.choices[1]!, options.choices[0]!),
        answer("checkbox", "true"),
      ];
      const ticketId = await openWith(given);
      const kept = ["مرحبا 🏕", "one\ntwo", "-12.5", "2028-02-29", options.choice[1], ...options.choices, "true"];
      expect((await answersOf(ticketId)).flatMap(({ answers }) => answers)).toEqual(kept);
      const mine = await call<{ fields: Field[] }>(
        "carl",
        "select to_jsonb(it) -> 'fields' as fields from public.get_my_ticket('acme', $1) as it",
        [ticketId],
      );
      expect(mine[0]!.fields.flatMap(({ answers }) => answers)).toEqual(kept);
      const none = await call<{ fields: Field[] }>(
        "carl",
        "select to_jsonb(it) -> 'fields' as fields from public.get_my_ticket('acme', $1) as it",
        [tickets.carl.ticketId],
      );
      expect(none[0]!.fields).toEqual([]);
    }),
  );

  it(
    "that are none of their kind are refused, with the field",
    withFields(async () => {
      const invalid: Answer[] = [
        answer("text", "one\ntwo"),
        answer("text", "one", "two"),
        answer("number", "twelve"),
        answer("number", "1e9"),
        answer("number", "1,5"),
        answer("number", "NaN"),
        answer("number", "1234567890123456"),
        answer("number", "0.1234567"),
        answer("date", "2027-02-29"),
        answer("date", "tomorrow"),
        answer("date", "1899-12-31"),
        answer("date", "2201-01-01"),
        answer("choice", "A"),
        answer("choice", ...options.choice),
        answer("choice", options.choices[0]!),
        answer("choices", options.choices[0]!, randomUUID()),
        answer("checkbox", "yes"),
      ];
      for (const one of invalid) expect(await refusal(openWith([one])), one.answers.join()).toBe("PT422 ticket_field_invalid");
      expect(await refusal(openWith([answer("text", "x".repeat(501))]))).toBe("PT422 ticket_field_too_long");
      expect(await refusal(openWith([answer("long_text", "x".repeat(5001))]))).toBe("PT422 ticket_field_too_long");
      expect(await refusal(openWith([{ field_id: randomUUID(), answers: ["x"] }]))).toBe("PT422 ticket_field_unknown");
      const foreign = await saveField({ kind: "text", label: "Theirs" }, null, "greg");
      expect(await refusal(openWith([{ field_id: foreign, answers: ["x"] }]))).toBe("PT422 ticket_field_unknown");
      const place = await openWith([{ field_id: foreign, answers: ["x"] }]).catch((error: { detail?: string }) => error.detail);
      expect(place).toBe(foreign);
      // At the bounds, and nothing.
      await openWith([answer("text", "🏕".repeat(500)), answer("long_text", "x".repeat(5000)), answer("number", "-999999999999999.999999")]);
      await openWith([answer("text", " "), answer("checkbox", "false"), answer("choice"), answer("date", "1900-01-01")]);
    }),
  );

  it(
    "are refused by the tables too, whoever writes them",
    withFields(async () => {
      const put = async (column: string, value: string, kind: (typeof kinds)[number]) => {
        await owner("savepoint refused");
        const said = await refusal(
          owner(
            `insert into public.ticket_field_values (workspace_id, ticket_id, field_id, ${column}) select workspace_id, $1, $2, ${value} from public.workspaces where slug = 'acme'`,
            [tickets.carl.ticketId, fields[kind]],
          ),
        );
        await owner("rollback to savepoint refused");
        return said;
      };
      expect(await put("number_value", "1", "text")).toBe("PT422 ticket_field_invalid");
      expect(await put("text_value", "'x'", "choice")).toBe("PT422 ticket_field_invalid");
      expect(await put("text_value", "repeat('x', 501)", "text")).toBe("PT422 ticket_field_invalid");
      expect(await put("is_checked", "false", "checkbox")).toBe("23514 ticket_field_values_is_checked_true");
      expect(await put("option_id", `'${options.choices[0]!}'`, "choice")).toBe("23503 ticket_field_values_option_fkey");
      expect(await put("option_id", `'${options.choice[0]!}'`, "choice")).toBe("nothing was refused");
      await owner(
        "insert into public.ticket_field_values (workspace_id, ticket_id, field_id, option_id) select workspace_id, $1, $2, $3 from public.workspaces where slug = 'acme'",
        [tickets.carl.ticketId, fields.choice, options.choice[0]],
      );
      expect(await put("option_id", `'${options.choice[1]!}'`, "choice")).toBe("PT422 ticket_field_invalid");
    }),
  );

  it(
    "that are required must be there, for the categories that ask for them",
    undone(async () => {
      const needed = await saveField({ kind: "text", label: "Bill", is_required: true, category_ids: [categories.billing.categoryId] });
      const agreed = await saveField({ kind: "checkbox", label: "Agreed", is_required: true });
      const agreement = { field_id: agreed, answers: ["true"] };
      expect(await refusal(openWith([]))).toBe("PT422 ticket_field_required");
      expect(await refusal(openWith([{ field_id: agreed, answers: ["false"] }]))).toBe("PT422 ticket_field_required");
      await openWith([agreement]);
      await openWith([agreement], categories.question.categoryId);
      expect(await refusal(openWith([agreement], categories.billing.categoryId))).toBe("PT422 ticket_field_required");
      await openWith([agreement, { field_id: needed, answers: ["17"] }], categories.billing.categoryId);
      // To another category's field as well: what was typed is kept.
      const ticketId = await openWith([agreement, { field_id: needed, answers: ["17"] }]);
      expect(await answerOf(ticketId, needed)).toEqual(["17"]);
      await call("olivia", "select public.archive_ticket_field('acme', $1)", [needed]);
      await openWith([agreement], categories.billing.categoryId);
    }),
  );

  it(
    "are changed by agents, on the timeline and told to the desk",
    withFields(async () => {
      const ticketId = await openWith([answer("choices", options.choices[0]!), answer("text", "12")]);
      await setFields(ticketId, [answer("choices", options.choices[1]!, options.choices[0]!), answer("text", "12"), answer("number", "3")]);
      await setFields(ticketId, [answer("choices", options.choices[0]!, options.choices[1]!), answer("text")]);
      expect((await answersOf(ticketId)).filter(({ answers }) => answers.length > 0).map(({ kind }) => kind)).toEqual([
        "number",
        "choices",
      ]);
      const events = await owner(
        "select old_value, new_value, actor_name, is_internal from public.ticket_events where ticket_id = $1 and kind = 'field_changed' order by created_at",
        [ticketId],
      );
      const by = { actor_name: "Ben Fischer", is_internal: true };
      expect(events).toEqual([
        { old_value: "A", new_value: "choices", ...by },
        { old_value: null, new_value: "number", ...by },
        { old_value: "12", new_value: "text", ...by },
      ]);
      expect(await refusal(setFields(ticketId, [answer("number", "x")]))).toBe("PT422 ticket_field_invalid");
      const told = await owner<{ number: string }>(
        "select count(*) as number from realtime.messages where event = 'ticket_changed' and topic like 'inbox:%' and payload ->> 'ticket_id' = $1 and payload ->> 'kind' = 'changed'",
        [ticketId],
      );
      expect(Number(told[0]!.number)).toBeGreaterThanOrEqual(2);
    }),
  );
});

describe("The audit log of a form", () => {
  it(
    "has each change of categories, fields and options",
    undone(async () => {
      const fieldId = await saveField({ kind: "choice", label: "Size", options: [{ label: "S" }] });
      await saveField({ kind: "choice", label: "Size", is_required: true, options: [{ label: "M" }] }, fieldId);
      await call("adam", "select public.archive_ticket_field('acme', $1)", [fieldId]);
      await call("adam", "select public.archive_category('acme', $1)", [categories.billing.categoryId]);
      const entries = await owner<{ entry: string }>(
        `select actor_name || ' ' || action || ' ' || subject_kind || ' ' || subject_name as entry from public.audit_entries
         where subject_kind in ('ticket_field', 'ticket_field_option', 'category') and actor_type = 'agent' order by created_at, entry_id`,
      );
      expect(entries.map(({ entry }) => entry)).toEqual([
        "Olivia Owens created ticket_field Size",
        "Olivia Owens created ticket_field_option S",
        "Olivia Owens changed ticket_field Size",
        "Olivia Owens deleted ticket_field_option S",
        "Olivia Owens created ticket_field_option M",
        "Adam Okafor deleted ticket_field Size",
        "Adam Okafor deleted category Billing",
      ]);
    }),
  );
});
