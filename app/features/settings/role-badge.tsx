import { Badge } from "~/components/ui/badge";
import { roleName } from "~/features/workspaces/workspace-words";
import type { MemberRole } from "~/lib/supabase/database-types";

const tones = { owner: "primary", admin: "info", agent: "neutral" } as const satisfies Record<MemberRole, string>;

/** What somebody is here, in a word. */
export function RoleBadge({ role }: { role: MemberRole }) {
  return <Badge tone={tones[role]}>{roleName(role)}</Badge>;
}
