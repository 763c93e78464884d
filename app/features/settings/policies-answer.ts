/** What the page of the policies answers to a form that did not lead on; `order` is the one that was asked for. */
export type PoliciesAnswer =
  | { ok: true; order?: string; /** So many tickets are being looked at. */ recalculating?: number }
  | { ok: false; words: string; order?: string; isSignedOut?: boolean };
