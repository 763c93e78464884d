import type { MetaFunction } from "@remix-run/node";
import { RoleTable } from "~/features/settings/role-table";
import { SettingsPage } from "~/features/settings/settings-page";
import { useDesk } from "~/features/workspaces/desk-context";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";

export const meta: MetaFunction = () => [{ title: `${m.settings_roles()} · ${m.common_app_name()}` }];

export default function RolesPage() {
  const { slug } = useDesk();
  return (
    <SettingsPage title={m.settings_roles()} text={m.settings_roles_text()} back={{ to: paths.members(slug), label: m.settings_members() }}>
      <RoleTable />
    </SettingsPage>
  );
}
