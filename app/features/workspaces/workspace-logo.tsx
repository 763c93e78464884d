import { cn } from "~/lib/cn";
import { logoSize } from "~/lib/logo-size";
import { paths } from "~/lib/paths";
import type { LogoLine } from "~/lib/supabase/database-types";

const most = { width: 224, height: 56 };

/** A workspace's logo on its paper. Decoration: the name stands beside it. */
export function WorkspaceLogo({ logo, className }: { logo: LogoLine; className?: string }) {
  const { width, height } = logoSize(logo, most);
  return (
    <span className={cn("grid place-items-center rounded-xl bg-paper p-2 shadow-sm ring-1 ring-border", className)}>
      <img src={paths.picture(logo.picture_id)} alt="" width={width} height={height} />
    </span>
  );
}
