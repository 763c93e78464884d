import { Link } from "@remix-run/react";
import { Time } from "~/components/ui/time";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { useDesk } from "./desk-context";

/** Across the top of a desk that is being closed: until when, and for its owners the way to call that off. */
export function ClosingBanner({ deletionAt }: { deletionAt: string }) {
  const { slug, role } = useDesk();
  return (
    <div
      role="status"
      className="flex flex-wrap items-center justify-center gap-x-3 gap-y-1 bg-danger-soft px-4 py-2 text-sm text-danger-ink"
    >
      <p>
        <strong className="font-semibold">{m.desk_closing()}</strong> {m.desk_closing_text()}{" "}
        <Time value={deletionAt} style="datetime" className="font-semibold" />
      </p>
      {role === "owner" ? (
        <Link to={paths.dataSettings(slug)} className="rounded-xs font-semibold underline underline-offset-4">
          {m.desk_closing_link()}
        </Link>
      ) : null}
    </div>
  );
}
