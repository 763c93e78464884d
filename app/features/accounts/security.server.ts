/** The page of an account's security: what it shows, and what its forms do. */
import type { SubmissionResult } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { data } from "@remix-run/node";
import { m } from "~/lib/i18n/messages";
import { ownFields } from "~/lib/own-fields";
import { paths } from "~/lib/paths";
import { siteOrigin } from "~/lib/site-origin.server";
import type { Session } from "~/lib/supabase/session.server";
import { deskAnswer, type Refusal, requireLivingSession } from "./accounts.server";
import { changeEmailSchema, changePasswordSchema } from "./account-schema";
import { factorNameSchema, verifyFactorSchema } from "./code-schema";
import { checkPassword, hasPassword, requestEmailChange, setPassword } from "./credentials.server";
import { type Enrolment, enrollFactor, enrolmentOf, listFactors, removeFactor, verifyCode } from "./second-factor.server";
import { endOtherSessions } from "./sessions.server";

type Answer = { intent: string; result?: SubmissionResult; enrolment?: Enrolment; isSignedOut?: boolean };
type Outcome = { done: string } | { answer: Answer; status: number };

/** @throws a redirect to the sign-in page, or to that of the code, for whoever has to go there first */
export async function readSecurity(request: Request, session: Session) {
  const user = await requireLivingSession(request, session);
  return {
    email: user.email ?? "",
    newEmail: user.new_email ?? null,
    hasPassword: hasPassword(user),
    factors: await listFactors(session),
  };
}

/** Does what the form asks for. @throws a 400 for a form that the page does not have */
export async function changeSecurity(request: Request, session: Session, form: FormData): Promise<Outcome> {
  const intent = form.get("intent");
  switch (intent) {
    case "change-password":
      return changePassword(request, session, form);
    case "change-email":
      return changeEmail(request, session, form);
    case "enroll-factor":
      return startFactor(session, form);
    case "verify-factor":
      return finishFactor(request, session, form);
    case "remove-factor":
      return dropFactor(session, form);
    default:
      throw data(null, { status: 400 });
  }
}

async function changePassword(request: Request, session: Session, form: FormData): Promise<Outcome> {
  const intent = "change-password";
  const submission = parseWithZod(ownFields(form, Object.keys(changePasswordSchema.shape)), { schema: changePasswordSchema });
  const hideFields = ["current_password" as const, "password" as const];
  if (submission.status !== "success") return { answer: { intent, result: submission.reply({ hideFields }) }, status: 422 };
  const { email = "" } = await requireLivingSession(request, session);
  const { current_password: current, password } = submission.value;
  const refusal = (await checkPassword(email, current)) ?? (await deskAnswer(request, setPassword(session, password)));
  return refusal ? refused(intent, (options) => submission.reply({ ...options, hideFields }), refusal) : { done: "password-changed" };
}

async function changeEmail(request: Request, session: Session, form: FormData): Promise<Outcome> {
  const intent = "change-email";
  const submission = parseWithZod(ownFields(form, Object.keys(changeEmailSchema.shape)), { schema: changeEmailSchema });
  const hideFields = ["current_password" as const];
  if (submission.status !== "success") return { answer: { intent, result: submission.reply({ hideFields }) }, status: 422 };
  const { email: own = "" } = await requireLivingSession(request, session);
  const { email, current_password: current } = submission.value;
  const returnUrl = siteOrigin(request) + paths.accountSecurity();
  const refusal =
    (email === own ? { email: [m.account_email_same()] } : null) ??
    (await checkPassword(own, current)) ??
    (await requestEmailChange(session, email, returnUrl));
  return refusal ? refused(intent, (options) => submission.reply({ ...options, hideFields }), refusal) : { done: "email-requested" };
}

async function startFactor(session: Session, form: FormData): Promise<Outcome> {
  const intent = "enroll-factor";
  const submission = parseWithZod(ownFields(form, Object.keys(factorNameSchema.shape)), { schema: factorNameSchema });
  if (submission.status !== "success") return { answer: { intent, result: submission.reply() }, status: 422 };
  const outcome = await enrollFactor(session, submission.value.name);
  if ("refusal" in outcome) return refused(intent, (options) => submission.reply(options), outcome.refusal);
  return { answer: { intent: "verify-factor", enrolment: outcome.enrolment }, status: 200 };
}

/** With the first factor, whoever is signed in without it is not any more: also on sockets that are open. */
async function finishFactor(request: Request, session: Session, form: FormData): Promise<Outcome> {
  const intent = "verify-factor";
  const submission = parseWithZod(ownFields(form, Object.keys(verifyFactorSchema.shape)), { schema: verifyFactorSchema });
  const { factor_id: factorId, secret, uri } = Object.fromEntries(form) as Record<string, string>;
  const kept = verifyFactorSchema.omit({ code: true }).safeParse({ factor_id: factorId, secret, uri });
  if (!kept.success) throw data(null, { status: 400 });
  const enrolment = enrolmentOf({ factorId: kept.data.factor_id, secret: kept.data.secret, uri: kept.data.uri });
  if (submission.status !== "success") return { answer: { intent, result: submission.reply(), enrolment }, status: 422 };
  if ((await listFactors(session)).length === 0) await deskAnswer(request, endOtherSessions(session));
  const refusal = await verifyCode(session, submission.value.factor_id, submission.value.code);
  if (!refusal) return { done: "factor-verified" };
  const outcome = refused(intent, (options) => submission.reply(options), refusal);
  return { ...outcome, answer: { ...outcome.answer, enrolment } };
}

async function dropFactor(session: Session, form: FormData): Promise<Outcome> {
  const intent = "remove-factor";
  const factorId = form.get("factor_id");
  const refusal = await removeFactor(session, typeof factorId === "string" ? factorId : "");
  if (!refusal) return { done: "factor-removed" };
  return { answer: { intent, result: { status: "error", error: refusal } }, status: 422 };
}

type Reply = (options: { formErrors?: string[]; fieldErrors: Refusal; hideFields: string[] }) => SubmissionResult;

function refused(intent: string, reply: Reply, refusal: Refusal): { answer: Answer; status: number } {
  const { "": formErrors, ...fieldErrors } = refusal;
  return { answer: { intent, result: reply({ formErrors, fieldErrors, hideFields: ["code"] }) }, status: 422 };
}
