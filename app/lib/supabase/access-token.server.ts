import { m } from "~/lib/i18n/messages";
import type { Session } from "./session.server";

/** The current access token of a session, for Realtime: `{ accessToken, expiresAt }`, or a 401. Never cached. */
export async function answerAccessToken(session: Session): Promise<Response> {
  const token = await session.accessToken();
  const headers = { "Cache-Control": "no-store" };
  return token ? Response.json(token, { headers }) : Response.json({ words: m.errors_sign_in_required() }, { headers, status: 401 });
}
