/** What is wrong with a part of a form that is no single input: a list, a day, a week. Takes the focus, as an input would. */
export function FieldErrors({ id, errors }: { id: string; errors: readonly string[] | undefined }) {
  if (!errors?.length) return null;
  return (
    <p id={id} tabIndex={-1} data-refusal className="text-sm font-medium text-danger-ink">
      {errors.join(" ")}
    </p>
  );
}
