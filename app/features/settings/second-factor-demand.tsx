import { Form, Link } from "@remix-run/react";
import { SubmitButton } from "~/components/forms/submit-button";
import { buttonVariants } from "~/components/ui/button-variants";
import { getLocale } from "~/lib/i18n/locale";
import { isolated } from "~/lib/i18n/isolated";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import type { MemberRole } from "~/lib/supabase/database-types";
import type { PeopleSettings } from "~/lib/supabase/workspace-types";

/** Whether members need two-step sign-in, who would be kept out by it, and how an owner with a second factor changes it. */
export function SecondFactorDemand({ people, ownId, role }: { people: PeopleSettings; ownId: string; role: MemberRole }) {
  const { members, requires_second_factor: isDemanded } = people;
  const without = members.filter((member) => !member.has_second_factor && member.has_account && member.deactivated_at === null);
  const hasOwn = members.some((member) => member.member_id === ownId && member.has_second_factor);
  return (
    <div className="flex flex-col items-start gap-3 text-sm">
      <p className="font-medium">{isDemanded ? m.settings_two_steps_on() : m.settings_two_steps_off()}</p>
      {without.length === 0 ? null : (
        <p className="wrap-anywhere text-muted-foreground">
          {m.settings_two_steps_without({
            names: new Intl.ListFormat(getLocale()).format(without.map(({ display_name }) => isolated(display_name))),
          })}
        </p>
      )}
      {role !== "owner" ? (
        <p className="text-muted-foreground">{m.settings_two_steps_owners()}</p>
      ) : !isDemanded && !hasOwn ? (
        <Link to={paths.accountSecurity()} className={buttonVariants({ variant: "outline", size: "sm" })}>
          {m.settings_two_steps_own()}
        </Link>
      ) : (
        <Form method="post" preventScrollReset>
          <input type="hidden" name="is_demanded" value={String(!isDemanded)} />
          <SubmitButton variant="outline" size="sm" name="intent" value="set-second-factor-demand">
            {isDemanded ? m.settings_two_steps_stop() : m.settings_two_steps_demand()}
          </SubmitButton>
        </Form>
      )}
    </div>
  );
}
