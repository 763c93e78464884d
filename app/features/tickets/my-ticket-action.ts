/** What became of something a customer did about a ticket. `words` are for people; `typed` is kept in the form. */
export type TicketActionAnswer =
  | { ok: true; words?: string }
  | {
      ok: false;
      words?: string;
      errors?: { email?: string | undefined; name?: string | undefined };
      typed?: { email: string; name: string } | undefined;
    };
