import type { SubmissionResult } from "@conform-to/react";

/** What became of each address, where not all were invited: no words where it was. */
export type InviteOutcome = { email: string; refusal: string | null };

export type InviteAnswer = {
  result: SubmissionResult;
  outcomes?: InviteOutcome[];
  isSignedOut?: boolean;
};
