/** What the pages of members and teams answer to a form that did not lead on. */
export type PeopleAnswer = {
  ok: false;
  words: string;
  /** Which of the page's forms it was. */
  intent: string;
  /** The words are about who gets the tickets. */
  isAboutReassign?: boolean;
  isSignedOut?: boolean;
};
