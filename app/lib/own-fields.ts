/**
 * Of a posted form the fields it has, and only text, each once.
 *
 * A post is put together by anybody, and conform reads names as paths: a field called `a[999999999]` alone would take
 * all the memory of the process. So what a form does not have is not even looked at, nor sent back.
 *
 * @param names of the form's fields; none of them a path
 */
export function ownFields(posted: FormData, names: Iterable<string>): FormData {
  const own = new FormData();
  for (const name of names) {
    const value = posted.get(name);
    if (typeof value === "string") own.set(name, value);
  }
  return own;
}
