import type { SubmissionResult } from "@conform-to/react";

/** A second factor that is being set up: its secret as text, as an address for apps, and as squares of a picture. */
export type Enrolment = { factorId: string; secret: string; uri: string; picture: { size: number; path: string } };

/** What came of a form about an account's security, by its intent. */
export type SecurityAnswer = {
  intent: string;
  result?: SubmissionResult;
  enrolment?: Enrolment;
  isSignedOut?: boolean;
};
