import { getFormProps, useForm } from "@conform-to/react";
import { getZodConstraint, parseWithZod } from "@conform-to/zod/v4";
import { Form, Link } from "@remix-run/react";
import { useRef } from "react";
import { SubmitButton } from "~/components/forms/submit-button";
import { TextField } from "~/components/forms/text-field";
import { buttonVariants } from "~/components/ui/button-variants";
import { m } from "~/lib/i18n/messages";
import type { MemberSettingsLine, TeamSettingsLine } from "~/lib/supabase/workspace-types";
import { FormRefusal } from "~/components/forms/form-refusal";
import type { TeamAnswer } from "./team-answer";
import { TeamPeople } from "./team-people";
import { TeamPrivacy } from "./team-privacy";
import { teamSchema } from "./team-schema";
import { useRefusalFocus } from "~/components/forms/use-refusal-focus";

/**
 * What a team is called, who sees its tickets, who is in it and who leads it.
 *
 * @param props.team null for a new one
 * @param props.cancelUrl where the button beside it leads
 */
export function TeamForm(props: {
  team: TeamSettingsLine | null;
  members: MemberSettingsLine[];
  answer: TeamAnswer | undefined;
  cancelUrl: string;
}) {
  const { team, members, answer, cancelUrl } = props;
  const element = useRef<HTMLFormElement>(null);
  const [form, fields] = useForm({
    id: "team",
    lastResult: answer?.result,
    defaultValue: { name: team?.name ?? "", audience: team?.is_private ? "team" : "everybody" },
    constraint: getZodConstraint(teamSchema),
    onValidate: ({ formData }) => parseWithZod(formData, { schema: teamSchema }),
    shouldValidate: "onSubmit",
    shouldRevalidate: "onInput",
  });
  useRefusalFocus(element, answer, answer !== undefined);
  const saved = { members: team?.member_ids ?? [], leads: team?.lead_ids ?? [] };
  return (
    <Form ref={element} method="post" {...getFormProps(form)} className="flex max-w-2xl flex-col gap-7">
      <FormRefusal id={form.errorId} words={form.errors} isSignedOut={answer?.isSignedOut} />
      <TextField field={fields.name} label={m.settings_team_name()} hint={m.settings_team_name_hint()} autoComplete="off" />
      <TeamPrivacy value={fields.audience.initialValue === "team" ? "team" : "everybody"} />
      <TeamPeople members={members} saved={saved} chosen={answer?.chosen ?? saved} />
      <div className="flex flex-wrap gap-3">
        <SubmitButton name="intent" value="save-team">
          {m.settings_save()}
        </SubmitButton>
        <Link to={cancelUrl} className={buttonVariants({ variant: "ghost" })}>
          {m.settings_cancel()}
        </Link>
      </div>
    </Form>
  );
}
