/** Everybody who may come to the database, as role and claims of the token they come with. */
import { accounts, type AccountName } from "./cast";

/** `ghost` holds a valid token of an account that was deleted, `nobody` a token without a subject. */
export type ActorName = AccountName | "ghost" | "nobody" | "anon" | "service_role";

export type Actor = { role: "anon" | "authenticated" | "service_role"; claims: Record<string, unknown> };

export const GHOST_USER_ID = "20000000-0000-4000-8000-000000000099";

const signedIn = (userId: string, isAnonymous: boolean): Actor => ({
  role: "authenticated",
  claims: { sub: userId, role: "authenticated", aud: "authenticated", is_anonymous: isAnonymous },
});

export const actors = {
  ...(Object.fromEntries(Object.entries(accounts).map(([name, { userId, email }]) => [name, signedIn(userId, email === null)])) as Record<
    AccountName,
    Actor
  >),
  ghost: signedIn(GHOST_USER_ID, false),
  nobody: { role: "authenticated", claims: { role: "authenticated" } },
  anon: { role: "anon", claims: { role: "anon" } },
  service_role: { role: "service_role", claims: { role: "service_role" } },
} satisfies Record<ActorName, Actor>;

export const actorNames = Object.keys(actors) as ActorName[];

/** Groups that share an expectation. */
export const groups = {
  acmeStaff: ["olivia", "adam", "sana", "ben", "mia"],
  // Who sees the tickets of a private team of Acme, and who does not (supabase/tests/access/private-team.ts).
  insiders: ["olivia", "adam", "ben"],
  outsiders: ["sana", "mia"],
  globexStaff: ["greg", "gina", "mia"],
  carlsSide: ["carl", "pam"],
  verified: ["olivia", "adam", "sana", "ben", "gina", "greg", "mia", "rita", "vera"],
  everybodySignedIn: actorNames.filter((name) => actors[name].role === "authenticated"),
} satisfies Record<string, ActorName[]>;
