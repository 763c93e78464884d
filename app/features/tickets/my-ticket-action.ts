/** What became of something a customer or an agent did about a ticket. `words` are for people; `typed` is kept in the form. */
export type TicketActionAnswer =
  | { ok: true; words?: string }
  | {
      ok: false;
      words?: string;
      errors?: { email?: string | undefined; name?: string | undefined };
      typed?: { email: string; name: string } | undefined;
      due?: DueRefusal;
      fields?: FieldsRefusal;
    };

/** A due time that was not set, with what was typed: `due` as the field has it. */
export type DueRefusal = {
  errors: { due?: string | undefined; reason?: string | undefined };
  typed: { due: string; reason: string };
  words?: string | undefined;
};

/** Answers to the form's own fields that were not taken, by the names of their inputs. */
export type FieldsRefusal = { errors: Record<string, string[]>; typed: Record<string, string[]>; words?: string | undefined };
