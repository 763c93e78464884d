import type { PolicyPreview } from "./policy-preview-data";
import { postTyped, useTypedPreview, type TypedPreview } from "./use-typed-preview";

/** What is shown: the last preview there was, and what is wrong with what is typed since, by field. */
type Told = { preview: PolicyPreview | null; errors: Record<string, string[]> };

export type LivePolicyPreview = Omit<TypedPreview<Told>, "answer"> & Told;

/**
 * When something would be due by what is typed.
 *
 * @param url of the data route that takes the form
 */
export function usePolicyPreview(initial: PolicyPreview | null, url: string, formId: string): LivePolicyPreview {
  const { answer, ...live } = useTypedPreview<Told>({ preview: initial, errors: {} }, async (signal, { preview }) => {
    const told = await postTyped<PolicyPreview | { errors: Told["errors"] }>(url, formId, signal);
    return "errors" in told ? { preview, errors: told.errors } : { preview: told, errors: {} };
  });
  return { ...live, ...answer };
}
