/** Orders of lists that somebody puts in order, as lists of ids. */

/** The list with `id` at another place; the places count from 0, beyond the ends is the end. */
export function movedTo(order: readonly string[], id: string, place: number): string[] {
  const others = order.filter((other) => other !== id);
  if (others.length === order.length) return [...order];
  const at = Math.min(Math.max(place, 0), others.length);
  return [...others.slice(0, at), id, ...others.slice(at)];
}

/** The list with `id` right before or after another. */
export function movedBeside(order: readonly string[], id: string, other: string, place: "before" | "after"): string[] {
  const others = order.filter((each) => each !== id);
  const at = others.indexOf(other);
  return id === other || at < 0 ? [...order] : movedTo(order, id, place === "before" ? at : at + 1);
}

/** An order that was wanted, for what is there by now: new ones stand at the end. */
export function orderedBy<T>(items: readonly T[], order: readonly string[], idOf: (item: T) => string): T[] {
  const place = (item: T) => (order.includes(idOf(item)) ? order.indexOf(idOf(item)) : order.length);
  return [...items].sort((one, other) => place(one) - place(other));
}
