/** Posts of pages that outlive, with all that is typed there, a session that has ended, a network that is away and a server that fails. */
import type { SubmissionResult } from "@conform-to/react";
import { isRouteErrorResponse, type ShouldRevalidateFunction } from "@remix-run/react";
import { m } from "~/lib/i18n/messages";
import { statusWords } from "~/lib/i18n/status-words";
import { paths } from "~/lib/paths";

/** Nobody has taken what was sent. */
export type NotTaken = { ok: false; isNotTaken: true; isSignedOut: boolean; words: string };

/**
 * What a page's `clientAction` does: asks the server, and answers with words where nobody took it.
 *
 * @throws what leads somewhere else, but for the sign-in page: going there would lose what is typed
 */
export async function keepingPage<Answer>(serverAction: () => Promise<Answer>): Promise<Answer | NotTaken> {
  try {
    return await serverAction();
  } catch (error) {
    const isSignedOut = error instanceof Response && isToSignIn(error);
    if (error instanceof Response && !isSignedOut) throw error;
    return { ok: false, isNotTaken: true, isSignedOut, words: isSignedOut ? m.settings_session_ended() : wordsOf(error) };
  }
}

/** As keepingPage, for a form of conform's. */
export async function keepingForm<Answer>(
  serverAction: () => Promise<Answer>,
): Promise<Answer | (NotTaken & { result: SubmissionResult })> {
  const answer = await keepingPage(serverAction);
  return isNotTaken(answer) ? { ...answer, result: { status: "error", error: { "": [answer.words] } } } : answer;
}

/** Such a page's own: loading it anew would put what is typed at the mercy of the network. Any other refusal may mean that it is out of date. */
export const revalidatesUnlessNotTaken: ShouldRevalidateFunction = ({ actionResult, defaultShouldRevalidate }) =>
  !isNotTaken(actionResult) && (defaultShouldRevalidate || actionResult !== undefined);

function isNotTaken(answer: unknown): answer is NotTaken {
  return typeof answer === "object" && answer !== null && "isNotTaken" in answer;
}

const isToSignIn = (answer: Response): boolean => answer.headers.get("Location")?.split("?")[0] === paths.signIn();

function wordsOf(error: unknown): string {
  if (isRouteErrorResponse(error) && error.status < 500) return statusWords(error.status).text;
  // The browser's own word for a server that it does not reach.
  return error instanceof TypeError ? m.settings_offline() : m.errors_unexpected();
}
