/** The kinds of file a transcript comes as; the first is what most people want. */
export const transcriptFormats = ["pdf", "html", "txt"] as const;
export type TranscriptFormat = (typeof transcriptFormats)[number];

/** What became of one that was to be mailed, as a word of an address: for the page without JavaScript. */
export const mailOutcomes = ["sent", "limit", "failed"] as const;
export type MailOutcome = (typeof mailOutcomes)[number];
