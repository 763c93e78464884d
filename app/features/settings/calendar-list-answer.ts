/** What the page of the calendars answers to a form that did not lead on. */
export type CalendarListAnswer = {
  ok: false;
  words: string;
  /** Whose calendars are which: the form that was refused. Else it was the list. */
  uses?: {
    /** The choice that the words belong to, by its name; null: all of them together. */
    place: string | null;
    /** What was chosen, by name. */
    chosen: Record<string, string>;
  };
  isSignedOut?: boolean;
};
