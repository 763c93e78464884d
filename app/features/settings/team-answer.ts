import type { SubmissionResult } from "@conform-to/react";
import type { TeamPlaces } from "./team-places";

/** What the form of a team is told, with what was chosen in it. */
export type TeamAnswer = { result: SubmissionResult; chosen?: TeamPlaces; isSignedOut?: boolean };
