import { Form, Link } from "@remix-run/react";
import { Clock, DoorOpen, LogOut, UserRound } from "lucide-react";
import type { MouseEvent } from "react";
import { DisclosureMenu } from "~/components/disclosure-menu";
import { Avatar } from "~/components/ui/avatar";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import type { MemberRole } from "~/lib/supabase/database-types";
import { roleName } from "./workspace-words";

type Me = { memberId: string; name: string; avatarId: string | null; role: MemberRole };

/** Who one is here, and the way out. Above the sidebar's foot on wide screens, under the top bar on phones. */
export function AccountMenu(props: { me: Me; workUrl: string; leaveUrl: string }) {
  return (
    <>
      <Menu {...props} placement="above" className="hidden md:block [&>summary]:h-11 [&>summary]:px-1.5" />
      <Menu {...props} placement="below" className="md:hidden [&>summary]:px-1" />
    </>
  );
}

const closeMenu = ({ currentTarget }: MouseEvent<HTMLAnchorElement>) => currentTarget.closest("details")?.removeAttribute("open");
const item = "flex h-9 w-full cursor-pointer items-center gap-2.5 rounded-sm px-2 text-sm hover:bg-hover [&_svg]:size-4";

function Menu(props: { me: Me; workUrl: string; leaveUrl: string; placement: "above" | "below"; className: string }) {
  const { me, workUrl, leaveUrl, placement, className } = props;
  return (
    <DisclosureMenu
      placement={placement}
      align={placement === "above" ? "start" : "end"}
      accessibleName={`${m.desk_account()}: ${me.name}`}
      className={className}
      label={
        <>
          <Avatar name={me.name} seed={me.memberId} pictureId={me.avatarId} size="sm" />
          <span className="hidden min-w-0 flex-col text-start md:flex">
            <span className="truncate text-sm leading-tight font-medium text-foreground">{me.name}</span>
            <span className="truncate text-xs leading-tight">{roleName(me.role)}</span>
          </span>
        </>
      }
    >
      <div className="w-56">
        <p className="px-2 py-1.5 text-sm">
          <span className="block truncate font-medium">{me.name}</span>
          <span className="block text-xs text-muted-foreground">{roleName(me.role)}</span>
        </p>
        <div className="my-1 h-px bg-border" />
        <Link to={paths.account()} className={item}>
          <UserRound aria-hidden="true" className="text-muted-foreground" />
          {m.desk_account()}
        </Link>
        <Link to={workUrl} className={item} onClick={closeMenu}>
          <Clock aria-hidden="true" className="text-muted-foreground" />
          {m.settings_work_mine()}
        </Link>
        <Link to={leaveUrl} className={item} onClick={closeMenu}>
          <DoorOpen aria-hidden="true" className="text-muted-foreground" />
          {m.settings_leave()}
        </Link>
        <Form method="post" action={paths.signOut()}>
          <button type="submit" className={item}>
            <LogOut aria-hidden="true" className="text-muted-foreground" />
            {m.auth_sign_out()}
          </button>
        </Form>
      </div>
    </DisclosureMenu>
  );
}
