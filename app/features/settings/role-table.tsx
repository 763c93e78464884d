import { Check } from "lucide-react";
import { roleName } from "~/features/workspaces/workspace-words";
import { m } from "~/lib/i18n/messages";
import type { MemberRole } from "~/lib/supabase/database-types";
import { roles } from "./role-choices";

/** The lowest role that may do it, as the database has it. */
const rights: { what: () => string; from: MemberRole }[] = [
  { what: m.settings_right_tickets, from: "agent" },
  { what: m.settings_right_leave, from: "agent" },
  { what: m.settings_right_private_tickets, from: "admin" },
  { what: m.settings_right_settings, from: "admin" },
  { what: m.settings_right_teams, from: "admin" },
  { what: m.settings_right_agents, from: "admin" },
  { what: m.settings_right_audit, from: "admin" },
  { what: m.settings_right_erasure, from: "admin" },
  { what: m.settings_right_everybody, from: "owner" },
  { what: m.settings_right_transfer, from: "owner" },
  { what: m.settings_right_data, from: "owner" },
];

/** What each role may do. */
export function RoleTable() {
  return (
    <table className="w-full table-fixed border-separate border-spacing-0 overflow-hidden rounded-xl border border-border text-sm shadow-xs">
      <caption className="sr-only">{m.settings_roles()}</caption>
      <thead>
        <tr className="bg-hover">
          <td className="p-3" />
          {roles.map((role) => (
            <th key={role} scope="col" className="w-16 px-1 py-3 text-center font-semibold sm:w-28">
              {roleName(role)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rights.map(({ what, from }) => (
          <tr key={from + what()}>
            <th scope="row" className="border-t border-border p-3 text-start font-normal text-pretty wrap-anywhere hyphens-auto">
              {what()}
            </th>
            {roles.map((role) => (
              <td key={role} className="border-t border-border px-1 py-3 text-center">
                {roles.indexOf(role) >= roles.indexOf(from) ? (
                  <>
                    <Check aria-hidden="true" className="mx-auto size-4.5 text-success-ink" />
                    <span className="sr-only">{m.settings_right_yes()}</span>
                  </>
                ) : (
                  <>
                    <span aria-hidden="true" className="text-muted-foreground">
                      {"–"}
                    </span>
                    <span className="sr-only">{m.settings_right_no()}</span>
                  </>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
