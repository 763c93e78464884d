import { logoSize } from "~/lib/logo-size";
import { paths } from "~/lib/paths";
import type { LogoLine } from "~/lib/supabase/database-types";

const most = { width: 144, height: 28 };

/**
 * What stands for a workspace at the head of its portal: its logo, beside the name unless it is so wide that it has the
 * name in it; without one the name's first letter.
 */
export function PortalSign({ workspaceName, logo }: { workspaceName: string; logo: LogoLine | null }) {
  const size = logo && logoSize(logo, most);
  return (
    <>
      {logo && size ? (
        <span className="grid h-9 min-w-9 shrink-0 place-items-center rounded-[10px] bg-paper px-1 shadow-sm">
          <img src={paths.picture(logo.picture_id)} alt={size.isWordmark ? workspaceName : ""} width={size.width} height={size.height} />
        </span>
      ) : (
        <span
          aria-hidden="true"
          className="grid size-9 shrink-0 place-items-center rounded-[10px] bg-primary text-base font-bold text-primary-foreground shadow-sm"
        >
          {([...workspaceName.trim()][0] ?? "?").toLocaleUpperCase()}
        </span>
      )}
      {size?.isWordmark ? null : <span className="truncate">{workspaceName}</span>}
    </>
  );
}
