/** What is done with the form of an SLA policy. */
import { parseWithZod } from "@conform-to/zod/v4";
import type { SubmissionResult } from "@conform-to/react";
import { DatabaseError } from "~/lib/database-errors";
import type { Session } from "~/lib/supabase/session.server";
import type { SlaPolicyDraft, SlaSettings, SlaWhatIf } from "~/lib/supabase/sla-types";
import { columnName, fieldOfPolicyError, ownPolicyFields } from "./policy-fields";
import type { PolicyPreview } from "./policy-preview-data";
import { policySchema, triedPolicySchema } from "./policy-schema";
import { triedCalendar } from "./policy-words";
import { getSlaWhatIf, previewSlaPolicy, requestSlaWhatIf, saveSlaPolicy } from "./sla-policies.server";

type FieldWords = Record<string, string[]>;
/** `key` is that of the database's refusal. */
export type Refused = { errors: FieldWords; status: number; key?: string };

const asErrors = (errors: Record<string, string[] | null> | null | undefined): FieldWords =>
  Object.fromEntries(Object.entries(errors ?? {}).flatMap(([name, words]) => (words ? [[name, words]] : [])));

/** The database's refusal at its field. @throws what is none */
function refusedBy(error: unknown, form: FormData): Refused {
  if (!(error instanceof DatabaseError)) throw error;
  const field = fieldOfPolicyError(error, (metric) => form.get(columnName(metric, "each")) === "on");
  return { errors: { [field]: [error.words] }, status: error.status, key: error.key };
}

/** Saves. @returns what the form is to show; null when it is saved */
export async function savePolicy(
  session: Session,
  workspaceSlug: string,
  policyId: string | null,
  posted: FormData,
): Promise<{ result: SubmissionResult; status: number; isOutdated: boolean } | null> {
  const form = ownPolicyFields(posted);
  const submission = parseWithZod(form, { schema: policySchema });
  if (submission.status !== "success") return { result: submission.reply(), status: 422, isOutdated: false };
  try {
    await saveSlaPolicy(session, workspaceSlug, { ...submission.value, policyId });
    return null;
  } catch (error) {
    const { errors, status, key } = refusedBy(error, form);
    const { "": formErrors, ...fieldErrors } = errors;
    return { result: submission.reply({ formErrors, fieldErrors }), status, isOutdated: key === "sla_version_outdated" };
  }
}

/** What is typed, as it stands: for the page that shows it again. */
export function typedPolicy(posted: FormData, errors: FieldWords = {}): SubmissionResult {
  const { "": formErrors, ...fieldErrors } = errors;
  return parseWithZod(ownPolicyFields(posted), { schema: triedPolicySchema }).reply({ formErrors, fieldErrors });
}

function triedDraft(posted: FormData): { draft: SlaPolicyDraft } | Refused {
  const submission = parseWithZod(ownPolicyFields(posted), { schema: triedPolicySchema });
  return submission.status === "success" ? { draft: submission.value.draft } : { errors: asErrors(submission.error), status: 422 };
}

/** When something would be due by what is typed. */
export async function previewTyped(
  session: Session,
  workspaceSlug: string,
  settings: SlaSettings,
  posted: FormData,
): Promise<PolicyPreview | Refused> {
  const tried = triedDraft(posted);
  if ("errors" in tried) return tried;
  try {
    return await previewDraft(session, workspaceSlug, settings, tried.draft);
  } catch (error) {
    return refusedBy(error, posted);
  }
}

/** When something would be due by a draft. @throws {DatabaseError} as saving it would */
export async function previewDraft(
  session: Session,
  workspaceSlug: string,
  settings: SlaSettings,
  draft: SlaPolicyDraft,
): Promise<PolicyPreview> {
  const { teamId, timeZone, name } = triedCalendar(draft, settings);
  const lines = await previewSlaPolicy(session, workspaceSlug, draft, teamId);
  return { lines, timeZone, calendarName: name, now: Date.now() };
}

/** Has what is typed tried with the last 30 days. @returns how far that is */
export async function tryTyped(
  session: Session,
  workspaceSlug: string,
  policyId: string | null,
  posted: FormData,
): Promise<{ whatIf: SlaWhatIf | null } | Refused> {
  const tried = triedDraft(posted);
  if ("errors" in tried) return tried;
  try {
    const whatIfId = await requestSlaWhatIf(session, workspaceSlug, policyId, tried.draft);
    return { whatIf: await getSlaWhatIf(session, workspaceSlug, whatIfId) };
  } catch (error) {
    return refusedBy(error, posted);
  }
}
