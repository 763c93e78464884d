/** Answers that loaders throw, so that each layout's error boundary shows the right page. */
import { data, type AppLoadContext } from "@remix-run/node";
import { DatabaseError } from "./database-errors";

/**
 * What a loader needs to exist.
 *
 * @throws a 404 when it does not, or the database's own status when it refuses (an address that is no uuid is a 404)
 */
export async function found<T>(value: Promise<T | null>): Promise<T> {
  const row = await orStatus(value);
  if (row === null) throw data(null, { status: 404 });
  return row;
}

/** Turns a refusal of the database into a response with its status; other errors pass. */
export async function orStatus<T>(value: Promise<T>): Promise<T> {
  try {
    return await value;
  } catch (error) {
    if (error instanceof DatabaseError && error.status < 500) throw data(null, { status: error.status });
    if (error instanceof DatabaseError && error.status === 503) throw data(null, { status: 503 });
    throw error;
  }
}

/** The form of a post. @throws a 400 for a body that is none */
export async function postedForm(request: Request): Promise<FormData> {
  try {
    return await request.formData();
  } catch {
    throw data(null, { status: 400 });
  }
}

const keepingText = new WeakSet<AppLoadContext>();

/** Whether the answer to this request holds what somebody wrote: a redirect would lose it. */
export function keepsText(context: AppLoadContext): boolean {
  return keepingText.has(context);
}

/**
 * Refuses a form whose page cannot be shown either, as the session has ended or the database is away: the error page
 * gives back what was written.
 *
 * @throws always, what `PageError` reads
 */
export function refuseWithText(context: AppLoadContext, refused: { status: number; words: string; text: string }): never {
  keepingText.add(context);
  const { status, ...kept } = refused;
  throw data(kept, { status });
}
