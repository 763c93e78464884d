/** Every URL of the product is a function here. */

type Query = Record<string, string | number | undefined>;

/** What a list of tickets shows: a view, a search, an order, and where a further page starts. */
export type InboxQuery = { view?: string; search?: string; order?: string; after_due?: string; before_at?: string; before_id?: string };

/** What the audit log shows, and where a further page starts. */
export type AuditQuery = {
  kind?: string;
  member?: string;
  from?: string;
  to?: string;
  zone?: string;
  before_at?: string;
  before_id?: string;
};

function withQuery(path: string, query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, String(value));
  const search = parameters.toString();
  return search === "" ? path : `${path}?${search}`;
}

/** Where the message stands on the page: browsers go there without a script. */
const messageHash = (message: number | undefined) => (message === undefined ? "" : `#message-${message}`);

export const paths = {
  home: () => "/",
  health: () => "/healthz",
  /** Posts only: what this browser shows, for everybody. */
  locale: () => "/locale",
  theme: () => "/theme",

  /** A logo, an icon or a face, for whoever was told its id; another picture has another one. */
  picture: (pictureId: string) => `/pictures/${pictureId}`,

  // Customers
  portal: (workspaceSlug: string) => `/support/${workspaceSlug}`,
  /** `follows` is an own ticket that the new one goes on with. */
  newTicket: (workspaceSlug: string, query: { follows?: string } = {}) => withQuery(`/support/${workspaceSlug}/ticket/new`, query),
  /** The page of a mailed access link. Its secret is a query, which logs leave out. */
  join: (workspaceSlug: string, link?: string) => withQuery(`/support/${workspaceSlug}/join`, { link }),
  /** What a person does about an own ticket is posted there. */
  ticketActions: (workspaceSlug: string, ticketId: string) => `/support/${workspaceSlug}/ticket/${ticketId}?index`,
  /** `message` opens the room at that message. `before` shows those that came before it, where there is no JavaScript. */
  chat: (workspaceSlug: string, ticketId: string, query: { before?: number; message?: number } = {}) =>
    withQuery(`/support/${workspaceSlug}/ticket/${ticketId}/chat`, query) + messageHash(query.message),
  /** Search in the room, as a page of its own. */
  chatSearch: (workspaceSlug: string, ticketId: string, query: { q?: string; before?: number } = {}) =>
    withQuery(`/support/${workspaceSlug}/ticket/${ticketId}/search`, query),
  /** Data only: what `q` finds in the room, the newest first, `before` a number (GET). */
  chatHits: (workspaceSlug: string, ticketId: string) => `/support/${workspaceSlug}/ticket/${ticketId}/hits`,
  /** Data only: messages `after`, `before` or `around` a number and changes since `changes` (GET); sending, editing, deleting, reacting, acknowledging (POST). */
  chatMessages: (workspaceSlug: string, ticketId: string) => `/support/${workspaceSlug}/ticket/${ticketId}/messages`,
  /** Data only: takes in a file for a message (POST), its bytes as the body. */
  chatFiles: (workspaceSlug: string, ticketId: string) => `/support/${workspaceSlug}/ticket/${ticketId}/files`,
  /** `transcript` says what became of one that was to be mailed, where there is no JavaScript. */
  ticket: (workspaceSlug: string, ticketId: string, query: { transcript?: string } = {}) =>
    withQuery(`/support/${workspaceSlug}/ticket/${ticketId}`, query),
  /** The room as a file (GET with `format`), or mailed (POST). */
  transcript: (workspaceSlug: string, ticketId: string) => `/support/${workspaceSlug}/ticket/${ticketId}/transcript`,
  /** Data only: a current access token of the portal's session, for Realtime. */
  portalToken: (workspaceSlug: string) => `/support/${workspaceSlug}/token`,

  // Agents and owners
  /** `email` fills in the address. */
  /** `refused` says that signing in by another site did not work. */
  signIn: (next?: string, email?: string, refused?: 1) => withQuery("/sign-in", { next, email, refused }),
  signUp: (next?: string, email?: string) => withQuery("/sign-up", { next, email }),
  /** The page of a mailed invitation to a workspace. Its secret is a query, which logs leave out. */
  invitation: (link?: string) => withQuery("/join", { link }),
  /** The code of an authenticator app, after the password. */
  signInCode: (next?: string) => withQuery("/sign-in/code", { next }),
  /** Leads to another site to sign in by it (a link, not a form: our pages send forms nowhere else). */
  signInWith: (provider: string, next?: string) => withQuery(`/sign-in/with/${provider}`, { next }),
  /** Where that site leads back to. */
  authCallback: (next?: string) => withQuery("/auth/callback", { next }),
  /** Where one waits for the mail that confirms an address. `sent` says that it was sent once more. */
  confirmAddress: (query: { email: string; next?: string | undefined; sent?: 1 }) => withQuery("/sign-up/confirm", query),
  /** Asks for a mail that leads to a new password. */
  forgotPassword: (email?: string) => withQuery("/forgot-password", { email }),
  newPassword: () => "/new-password",
  signOut: () => "/sign-out",
  desks: () => "/desk",
  newWorkspace: () => "/desk/new",
  /** Where a new workspace begins. `mails` says how many invitations have just gone out. */
  firstSteps: (workspaceSlug: string, query: { mails?: number } = {}) => withQuery(`/desk/${workspaceSlug}/first-steps`, query),
  /** Data only: whether a workspace could have that address (GET): a new one, or `of`. */
  slugCheck: (query: { slug?: string; of?: string } = {}) => withQuery("/desk/new/slug", query),
  inbox: (workspaceSlug: string, query: InboxQuery = {}) => withQuery(`/desk/${workspaceSlug}`, query),
  /** `message` opens the room at that message. `panel: "details"` shows, where there is no room for both, what is known about the ticket instead of its room; `why` with why it is due when it is. */
  deskTicket: (
    workspaceSlug: string,
    ticketId: string,
    query: InboxQuery & { panel?: "details"; why?: 1; before?: number; message?: number; transcript?: string } = {},
  ) => withQuery(`/desk/${workspaceSlug}/ticket/${ticketId}`, query) + messageHash(query.message),
  /** As chatSearch. */
  deskSearch: (workspaceSlug: string, ticketId: string, query: { q?: string; before?: number } = {}) =>
    withQuery(`/desk/${workspaceSlug}/ticket/${ticketId}/search`, query),
  /** As chatHits. */
  deskHits: (workspaceSlug: string, ticketId: string) => `/desk/${workspaceSlug}/ticket/${ticketId}/hits`,
  /** Data only: a page of the list and the counts (GET). */
  deskTickets: (workspaceSlug: string, query: InboxQuery = {}) => withQuery(`/desk/${workspaceSlug}/tickets`, query),
  /** Data only: a ticket with its customer and timeline, when something about it has changed (GET). */
  deskTicketDetails: (workspaceSlug: string, ticketId: string) => `/desk/${workspaceSlug}/ticket/${ticketId}/details`,
  /** Data only: why a ticket is due when it is (GET). */
  deskSla: (workspaceSlug: string, ticketId: string) => `/desk/${workspaceSlug}/ticket/${ticketId}/sla`,
  /** Data only: as chatMessages, for the desk. */
  deskMessages: (workspaceSlug: string, ticketId: string) => `/desk/${workspaceSlug}/ticket/${ticketId}/messages`,
  /** Data only: as chatFiles, for the desk. */
  deskFiles: (workspaceSlug: string, ticketId: string) => `/desk/${workspaceSlug}/ticket/${ticketId}/files`,
  /** One file of `chatFiles` or `deskFiles`: an image to show, all else to save; with `download` images too. */
  file: (filesUrl: string, attachmentId: string, query: { download?: 1 } = {}) => withQuery(`${filesUrl}/${attachmentId}`, query),
  /** Data only: who has read message `seq` of a room, and what it said before (GET). */
  deskMessageDetails: (workspaceSlug: string, roomId: string) => `/desk/${workspaceSlug}/room/${roomId}/details`,
  /** Data only: internal notes `after` a number (GET), adding one (POST). */
  deskNotes: (workspaceSlug: string, ticketId: string) => `/desk/${workspaceSlug}/ticket/${ticketId}/notes`,
  /** As transcript, for the desk: also with internal notes. */
  deskTranscript: (workspaceSlug: string, ticketId: string) => `/desk/${workspaceSlug}/ticket/${ticketId}/transcript`,
  /** Data only: a current access token of the desk's session, for Realtime. */
  deskToken: () => "/desk/token",
  leaveWorkspace: (workspaceSlug: string) => `/desk/${workspaceSlug}/leave`,

  // One's own account
  /** `done` says what was done a moment ago. */
  account: (query: { done?: string } = {}) => withQuery("/desk/account", query),
  accountSecurity: (query: { done?: string } = {}) => withQuery("/desk/account/security", query),
  /** As account; `ended` says how many. */
  accountSessions: (query: { ended?: number } = {}) => withQuery("/desk/account/sessions", query),

  // Owners and admins
  settings: (workspaceSlug: string) => `/desk/${workspaceSlug}/settings`,
  /** `done` says what was saved a moment ago: also another address. */
  workspaceSettings: (workspaceSlug: string, query: { done?: "saved" | "moved" | "picture" } = {}) =>
    withQuery(`/desk/${workspaceSlug}/settings/workspace`, query),
  /** The form of a new ticket; `done` says what was done a moment ago. */
  formSettings: (workspaceSlug: string, query: { done?: string } = {}) => withQuery(`/desk/${workspaceSlug}/settings/form`, query),
  /** `categoryId` is "new" for one that is not there yet. */
  category: (workspaceSlug: string, categoryId: string) => `/desk/${workspaceSlug}/settings/form/categories/${categoryId}`,
  /** `fieldId` is "new" for one that is not there yet. */
  ticketField: (workspaceSlug: string, fieldId: string) => `/desk/${workspaceSlug}/settings/form/fields/${fieldId}`,
  /** `done` says what was done a moment ago. */
  dataSettings: (workspaceSlug: string, query: { done?: string } = {}) => withQuery(`/desk/${workspaceSlug}/settings/data`, query),
  erasePerson: (workspaceSlug: string) => `/desk/${workspaceSlug}/settings/data/erase`,
  /** Data only: the file of the export that is named in the form (POST). */
  exportFile: (workspaceSlug: string) => `/desk/${workspaceSlug}/settings/data/export`,
  /** Entries of one kind or person, of days in a zone, from the one `before` on. */
  auditLog: (workspaceSlug: string, query: AuditQuery = {}) => withQuery(`/desk/${workspaceSlug}/settings/audit`, query),
  /** `done` says that something was saved a moment ago. */
  calendars: (workspaceSlug: string, query: { done?: 1 } = {}) => withQuery(`/desk/${workspaceSlug}/settings/calendars`, query),
  /** `calendarId` is "new" for one that is not there yet. */
  calendar: (workspaceSlug: string, calendarId: string) => `/desk/${workspaceSlug}/settings/calendars/${calendarId}`,
  /** Data only: what a calendar would mean now, with the draft as a form (POST). */
  calendarPreview: (workspaceSlug: string) => `/desk/${workspaceSlug}/settings/calendars/preview`,
  /** `saved` says what was saved a moment ago, `recalculating` how many tickets are being looked at; `counted` waits for how many would be. */
  policies: (workspaceSlug: string, query: { saved?: "policy" | "options" | "archived"; counted?: 1 } = {}) =>
    withQuery(`/desk/${workspaceSlug}/settings/policies`, query),
  /** `policyId` is "new" for one that is not there yet; `copy` names the policy that it begins as. */
  policy: (workspaceSlug: string, policyId: string, query: { copy?: string } = {}) =>
    withQuery(`/desk/${workspaceSlug}/settings/policies/${policyId}`, query),
  /** Data only: when something would be due now, with the draft as a form (POST). */
  policyPreview: (workspaceSlug: string) => `/desk/${workspaceSlug}/settings/policies/preview`,
  /** Data only: tries a draft with the last 30 days in place of `policy` (POST), tells how far the one with `id` is (GET). */
  policyWhatIf: (workspaceSlug: string, query: { policy?: string; id?: string } = {}) =>
    withQuery(`/desk/${workspaceSlug}/settings/policies/what-if`, query),
  /** Data only: how many open tickets do not run by today's policies and hours (GET). */
  outdatedTickets: (workspaceSlug: string) => `/desk/${workspaceSlug}/settings/policies/outdated`,
  /** `done` says what was done a moment ago, `tickets` how many went to somebody else with it, `mails` how many were sent. */
  members: (workspaceSlug: string, query: { done?: string; tickets?: number; mails?: number } = {}) =>
    withQuery(`/desk/${workspaceSlug}/settings/members`, query),
  member: (workspaceSlug: string, memberId: string) => `/desk/${workspaceSlug}/settings/members/${memberId}`,
  /** What `member` (nobody: the reader) can do, and when they work; `done` says that it was saved a moment ago. */
  memberWork: (workspaceSlug: string, query: { member?: string; done?: 1 } = {}) => withQuery(`/desk/${workspaceSlug}/work`, query),
  inviteMembers: (workspaceSlug: string) => `/desk/${workspaceSlug}/settings/members/invite`,
  roles: (workspaceSlug: string) => `/desk/${workspaceSlug}/settings/members/roles`,
  /** As members. */
  teams: (workspaceSlug: string, query: { done?: string; tickets?: number } = {}) =>
    withQuery(`/desk/${workspaceSlug}/settings/teams`, query),
  /** `teamId` is "new" for one that is not there yet. */
  team: (workspaceSlug: string, teamId: string) => `/desk/${workspaceSlug}/settings/teams/${teamId}`,
};
