/** As own-fields.ts, for forms with lists. A file of its own: the customers' form has none, and shall not carry this. */
import { z } from "zod";

const place = z.number().int().min(0).max(999);
const listIntent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("insert"), payload: z.object({ name: z.string(), index: place.optional() }) }),
  z.object({ type: z.literal("remove"), payload: z.object({ name: z.string(), index: place }) }),
  z.object({ type: z.literal("reorder"), payload: z.object({ name: z.string(), from: place, to: place }) }),
]);

/** Where conform's buttons say what they do. */
const intentName = "__intent__";

/**
 * Of a posted form the fields it has, and only text, each once. Names are paths here, so the form says which.
 *
 * A button of conform's that adds to a list, takes from it or moves in it is kept where the list is one of the form;
 * any other is dropped.
 *
 * @param own.names matches the path of every field, with the places in lists bounded
 * @param own.lists matches the path of every list
 */
export function ownListFields(posted: FormData, own: { names: RegExp; lists: RegExp }): FormData {
  const fields = new FormData();
  for (const [name, value] of posted) if (own.names.test(name) && typeof value === "string" && !fields.has(name)) fields.set(name, value);
  const intent = posted.get(intentName);
  if (typeof intent === "string" && isListIntent(intent, own.lists)) fields.set(intentName, intent);
  return fields;
}

function isListIntent(intent: string, lists: RegExp): boolean {
  try {
    const { success, data } = listIntent.safeParse(JSON.parse(intent));
    return success && lists.test(data.payload.name);
  } catch {
    return false;
  }
}
