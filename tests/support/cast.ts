/**
 * The one cast of people for the demo seed and for SQL, integration and browser tests.
 *
 * Ids are fixed and readable: the first digit says the kind of thing (1 workspace, 2 account, 3 member, 4 team,
 * 5 customer, 6 category, 7 ticket, 8 room), the last ones which. `supabase/seed.sql` uses the same names and ids.
 */

/** Password of every account that has one. */
export const PASSWORD = "frontroom-demo";

const id = (kind: number, number: number) => `${kind}0000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

export const workspaces = {
  acme: { workspaceId: id(1, 1), slug: "acme", name: "Acme", brandColor: "#0f766e" },
  globex: { workspaceId: id(1, 2), slug: "globex", name: "Globex", brandColor: "#7c3aed" },
} as const;

/** Accounts of auth.users. No email: an anonymous identity. */
export const accounts = {
  olivia: { userId: id(2, 1), email: "olivia@acme.test", name: "Olivia Owens" },
  adam: { userId: id(2, 2), email: "adam@acme.test", name: "Adam Okafor" },
  sana: { userId: id(2, 3), email: "sana@acme.test", name: "Sana Iqbal" },
  ben: { userId: id(2, 4), email: "ben@acme.test", name: "Ben Fischer" },
  gina: { userId: id(2, 5), email: "gina@globex.test", name: "Gina Rossi" },
  greg: { userId: id(2, 6), email: "greg@globex.test", name: "Greg Larsen" },
  mia: { userId: id(2, 7), email: "mia@both.test", name: "Mia Tanaka" },
  rita: { userId: id(2, 8), email: "rita@acme.test", name: "Rita Novak" },
  vera: { userId: id(2, 9), email: "vera@nowhere.test", name: "Vera Lind" },
  carl: { userId: id(2, 11), email: null, name: "Carl Jensen" },
  dora: { userId: id(2, 12), email: null, name: "Dora Weiss" },
  gus: { userId: id(2, 13), email: null, name: "Gus Moreau" },
  stranger: { userId: id(2, 14), email: null, name: "" },
  pam: { userId: id(2, 15), email: null, name: "Pam Ito" },
  rob: { userId: id(2, 16), email: null, name: "Rob Hale" },
} as const;

/** Who works where. Rita is removed; Mia works at both. */
export const members = {
  olivia: { memberId: id(3, 11), workspace: "acme", account: "olivia", role: "owner" },
  adam: { memberId: id(3, 12), workspace: "acme", account: "adam", role: "admin" },
  sana: { memberId: id(3, 13), workspace: "acme", account: "sana", role: "agent" },
  ben: { memberId: id(3, 14), workspace: "acme", account: "ben", role: "agent" },
  miaAtAcme: { memberId: id(3, 17), workspace: "acme", account: "mia", role: "agent" },
  rita: { memberId: id(3, 18), workspace: "acme", account: "rita", role: "agent", removed: true },
  greg: { memberId: id(3, 26), workspace: "globex", account: "greg", role: "owner" },
  gina: { memberId: id(3, 25), workspace: "globex", account: "gina", role: "agent" },
  miaAtGlobex: { memberId: id(3, 27), workspace: "globex", account: "mia", role: "agent" },
} as const satisfies Record<
  string,
  { memberId: string; workspace: keyof typeof workspaces; account: keyof typeof accounts; role: string; removed?: true }
>;

export const teams = {
  support: { teamId: id(4, 11), workspace: "acme", name: "Support", members: ["olivia", "sana", "miaAtAcme"], lead: "olivia" },
  billing: { teamId: id(4, 12), workspace: "acme", name: "Billing", members: ["adam", "ben"], lead: "adam" },
  globexSupport: { teamId: id(4, 21), workspace: "globex", name: "Support", members: ["greg", "gina", "miaAtGlobex"], lead: "greg" },
} as const satisfies Record<
  string,
  { teamId: string; workspace: keyof typeof workspaces; name: string; members: (keyof typeof members)[]; lead: keyof typeof members }
>;

export const categories = {
  question: { categoryId: id(6, 11), workspace: "acme", name: "Question", position: 1 },
  problem: { categoryId: id(6, 12), workspace: "acme", name: "Problem", position: 2 },
  billing: { categoryId: id(6, 13), workspace: "acme", name: "Billing", position: 3 },
  globexQuestion: { categoryId: id(6, 21), workspace: "globex", name: "Question", position: 1 },
  globexOrder: { categoryId: id(6, 22), workspace: "globex", name: "Order", position: 2 },
} as const satisfies Record<string, { categoryId: string; workspace: keyof typeof workspaces; name: string; position: number }>;

/** Customers act through their anonymous identity; the address is what they typed. */
export const customers = {
  carl: { customerId: id(5, 11), workspace: "acme", account: "carl", email: "carl@example.com" },
  dora: { customerId: id(5, 12), workspace: "acme", account: "dora", email: "dora@example.com" },
  gus: { customerId: id(5, 21), workspace: "globex", account: "gus", email: "gus@example.com" },
  pam: { customerId: id(5, 13), workspace: "acme", account: "pam", email: "pam@example.com" },
  rob: { customerId: id(5, 14), workspace: "acme", account: "rob", email: "rob@example.com" },
} as const satisfies Record<
  string,
  { customerId: string; workspace: keyof typeof workspaces; account: keyof typeof accounts; email: string }
>;

/** One ticket of each customer, its number being the first of its workspace that is free. */
export const tickets = {
  carl: { ticketId: id(7, 11), roomId: id(8, 11), workspace: "acme", customer: "carl", subject: "My invoice shows the wrong address" },
  dora: { ticketId: id(7, 12), roomId: id(8, 12), workspace: "acme", customer: "dora", subject: "The printer does not wake up" },
  gus: { ticketId: id(7, 21), roomId: id(8, 21), workspace: "globex", customer: "gus", subject: "Where is my order?" },
} as const satisfies Record<
  string,
  { ticketId: string; roomId: string; workspace: keyof typeof workspaces; customer: keyof typeof customers; subject: string }
>;

/** Each room has a file in each state; all but the last are the customer's. */
export function attachmentId(ticket: keyof typeof tickets, state: "sent" | "removed" | "waits" | "agent waits"): string {
  const number = ["sent", "removed", "waits", "agent waits"].indexOf(state) + 1;
  return `a000000${number}${tickets[ticket].roomId.slice(8)}`;
}

/** Who was added to a ticket, and the secret of the link they came by. Pam takes part; Rob was removed, his browser is still linked. */
export const participants = {
  pam: { ticket: "carl", customer: "pam", secret: "pam-0000000000000000000000000000000000000000" },
  rob: { ticket: "carl", customer: "rob", secret: "rob-0000000000000000000000000000000000000000", removed: true },
} as const satisfies Record<string, { ticket: keyof typeof tickets; customer: keyof typeof customers; secret: string; removed?: true }>;

export type AccountName = keyof typeof accounts;
