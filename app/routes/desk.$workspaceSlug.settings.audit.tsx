import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { ScrollText } from "lucide-react";
import { buttonVariants } from "~/components/ui/button-variants";
import { EmptyState } from "~/components/ui/empty-state";
import { deskAnswer, deskFound, requireAccount } from "~/features/accounts/accounts.server";
import { AuditFilter } from "~/features/settings/audit-filter";
import { AuditList } from "~/features/settings/audit-list";
import { auditQueryIn, readAuditLog } from "~/features/settings/audit.server";
import { getPeopleSettings } from "~/features/settings/people.server";
import { SettingsPage } from "~/features/settings/settings-page";
import { useDesk } from "~/features/workspaces/desk-context";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";

export const meta: MetaFunction = () => [{ title: `${m.settings_audit()} · ${m.common_app_name()}` }];

export async function loader(args: LoaderFunctionArgs) {
  const session = await requireAccount(args);
  const { workspaceSlug = "" } = args.params;
  const query = auditQueryIn(new URL(args.request.url).searchParams);
  const [{ members, teams }, log] = await Promise.all([
    // Also says whether this is for the caller: the log itself is empty for those it is not for.
    deskFound(args.request, getPeopleSettings(session, workspaceSlug)),
    deskAnswer(args.request, readAuditLog(session, workspaceSlug, query)),
  ]);
  const people = members.map(({ member_id, display_name }) => ({ id: member_id, name: display_name }));
  // Customers and those who are gone are found by their entries.
  const other = log.lines.find(({ actor_id }) => actor_id !== null && actor_id === query.member);
  if (query.member !== undefined && people.every(({ id }) => id !== query.member))
    people.push({ id: query.member, name: other?.actor_name || m.settings_audit_somebody() });
  return { ...log, query, people, teamNames: Object.fromEntries(teams.map(({ team_id, name }) => [team_id, name])) };
}

export default function AuditLogPage() {
  const { lines, older, query, people, teamNames } = useLoaderData<typeof loader>();
  const { slug } = useDesk();
  const isLater = query.before_id !== undefined;
  const { before_at: _at, before_id: _id, ...latest } = query;
  return (
    <SettingsPage title={m.settings_audit()} text={m.settings_audit_text()}>
      <div className="flex flex-col gap-5">
        <AuditFilter workspaceSlug={slug} query={latest} people={people} />
        {lines.length === 0 ? (
          <EmptyState icon={<ScrollText />} title={m.settings_audit_empty_title()} text={m.settings_audit_empty_text()} />
        ) : (
          <AuditList workspaceSlug={slug} lines={lines} query={query} teamNames={teamNames} />
        )}
        {older || isLater ? (
          <nav aria-label={m.settings_audit_pages()} className="flex flex-wrap justify-between gap-3">
            {isLater ? (
              <Link to={paths.auditLog(slug, latest)} className={buttonVariants({ variant: "outline" })}>
                {m.settings_audit_latest()}
              </Link>
            ) : null}
            {older ? (
              <Link to={paths.auditLog(slug, older)} className={`${buttonVariants({ variant: "outline" })} ms-auto`}>
                {m.settings_audit_older()}
              </Link>
            ) : null}
          </nav>
        ) : null}
      </div>
    </SettingsPage>
  );
}
