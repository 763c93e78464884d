import { getFormProps, useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { Form, Link } from "@remix-run/react";
import { CircleAlert, CircleCheck } from "lucide-react";
import { useEffect, useRef } from "react";
import { SubmitButton } from "~/components/forms/submit-button";
import { TextareaField } from "~/components/forms/textarea-field";
import { buttonVariants } from "~/components/ui/button-variants";
import { Checkbox } from "~/components/ui/checkbox";
import { roleName, roleText } from "~/features/workspaces/workspace-words";
import { m } from "~/lib/i18n/messages";
import type { MemberRole } from "~/lib/supabase/database-types";
import type { TeamSettingsLine } from "~/lib/supabase/workspace-types";
import { ChoiceGroup } from "./choice-group";
import { FormRefusal } from "~/components/forms/form-refusal";
import type { InviteAnswer, InviteOutcome } from "./invite-answer";
import { inviteSchema } from "./invite-schema";
import { useRefusalFocus } from "~/components/forms/use-refusal-focus";

/**
 * Addresses, a role and teams for all of them.
 *
 * @param props.roles what the reader may offer, from the lowest; a single one is not asked for
 * @param props.cancelUrl where the button beside it leads, if there is one
 */
export function InviteForm(props: {
  roles: MemberRole[];
  teams: TeamSettingsLine[];
  answer: InviteAnswer | undefined;
  rolesUrl?: string;
  cancelUrl?: string;
}) {
  const { roles, teams, answer, rolesUrl, cancelUrl } = props;
  const element = useRef<HTMLFormElement>(null);
  const [form, fields] = useForm({
    id: "invite",
    lastResult: answer?.result,
    defaultValue: { role: "agent" },
    constraint: { emails: { required: true } },
    onValidate: ({ formData }) => parseWithZod(formData, { schema: inviteSchema }),
    shouldValidate: "onSubmit",
    shouldRevalidate: "onInput",
  });
  useRefusalFocus(element, answer, answer !== undefined);
  useEffect(() => {
    // The page is still the one on which all of them were typed.
    const emails = element.current?.elements.namedItem("emails");
    const refused = answer?.outcomes?.filter(({ refusal }) => refusal !== null) ?? [];
    if (refused.length > 0 && emails instanceof HTMLTextAreaElement) emails.value = refused.map(({ email }) => email).join("\n");
  }, [answer]);
  const typed = answer?.result.initialValue;
  const chosen = roles.find((role) => role === typed?.role) ?? "agent";
  const chosenTeams = [typed?.teamIds ?? []].flat();
  return (
    <Form ref={element} method="post" {...getFormProps(form)} className="flex max-w-2xl flex-col gap-7">
      <FormRefusal id={form.errorId} words={form.errors} isSignedOut={answer?.isSignedOut} />
      {answer?.outcomes?.length ? <Outcomes outcomes={answer.outcomes} /> : null}
      <TextareaField
        field={fields.emails}
        label={m.settings_invite_emails()}
        hint={m.settings_invite_emails_hint()}
        rows={3}
        inputMode="email"
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
      />
      {roles.length === 1 ? (
        <input type="hidden" name="role" value={roles[0]} />
      ) : (
        <div className="flex flex-col gap-3">
          <ChoiceGroup
            name="role"
            legend={m.settings_people_role()}
            value={chosen}
            choices={roles.map((value) => ({ value, label: roleName(value), text: roleText(value) }))}
          />
          {rolesUrl ? (
            <Link to={rolesUrl} className="self-start text-sm underline underline-offset-4">
              {m.settings_roles()}
            </Link>
          ) : null}
        </div>
      )}
      {teams.length === 0 ? null : (
        <fieldset className="min-w-0">
          <legend className="text-sm font-medium">{m.settings_people_teams()}</legend>
          <div className="mt-2 flex flex-wrap gap-2">
            {teams.map((team) => (
              <label
                key={team.team_id}
                className="flex min-h-9 max-w-full cursor-pointer items-center gap-2 rounded-md border border-border px-3 py-1.5 text-sm hover:bg-hover has-checked:border-primary has-checked:bg-primary-soft"
              >
                <Checkbox name="teamIds" value={team.team_id} defaultChecked={chosenTeams.includes(team.team_id)} />
                <span dir="auto" className="min-w-0 wrap-anywhere">
                  {team.name}
                </span>
              </label>
            ))}
          </div>
        </fieldset>
      )}
      <div className="flex flex-wrap gap-3">
        <SubmitButton>{m.settings_invite_submit()}</SubmitButton>
        {cancelUrl ? (
          <Link to={cancelUrl} className={buttonVariants({ variant: "ghost" })}>
            {m.settings_cancel()}
          </Link>
        ) : null}
      </div>
    </Form>
  );
}

/** What became of each address; takes the focus, as those that were refused are in the field again. */
function Outcomes({ outcomes }: { outcomes: InviteOutcome[] }) {
  return (
    <ul
      aria-label={m.settings_invite_outcomes()}
      tabIndex={-1}
      data-refusal
      className="divide-y divide-border rounded-lg border border-border text-sm"
    >
      {outcomes.map(({ email, refusal }) => (
        <li key={email} className="flex items-start gap-2.5 px-3 py-2.5">
          {refusal === null ? (
            <CircleCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-success-ink" />
          ) : (
            <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-danger-ink" />
          )}
          <span className="min-w-0 wrap-anywhere">
            <span className="font-medium">{email}</span>{" "}
            <span className="text-muted-foreground">{refusal ?? m.settings_invite_sent()}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
