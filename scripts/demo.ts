import { paths } from "../app/lib/paths";

/** What `supabase/seed.sql` holds, for whoever is to try it. The one place in the scripts that knows. */
export const demo = {
  workspaces: [
    { slug: "acme", name: "Acme" },
    { slug: "globex", name: "Globex" },
  ],
  accounts: [
    { email: "olivia@acme.test", role: "owner of Acme" },
    { email: "sana@acme.test", role: "agent at Acme" },
    { email: "greg@globex.test", role: "owner of Globex" },
  ],
  /** Of every demo account. */
  password: "frontroom-demo",
};

/**
 * The lines that tell a new user where everything is.
 * @param where `appUrl` without a slash at its end; `mailUrl` only where mails are caught.
 */
export function welcome({ appUrl, mailUrl, isDemo }: { appUrl: string; mailUrl?: string | undefined; isDemo: boolean }): string[] {
  const rows: [string, string][] = [];
  if (isDemo) for (const { slug, name } of demo.workspaces) rows.push([`${name}'s customers`, appUrl + paths.portal(slug)]);
  rows.push(["Desk", appUrl + paths.desks()]);
  if (isDemo) for (const { email, role } of demo.accounts) rows.push(["  sign in as", `${email}, password ${demo.password} (${role})`]);
  if (mailUrl) rows.push(["Mail inbox", mailUrl]);
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    "",
    `Frontroom is ready: ${appUrl}`,
    "",
    ...rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`),
    "",
    "Ctrl-C stops everything.",
    "",
  ];
}
