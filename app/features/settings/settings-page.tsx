import { Link } from "@remix-run/react";
import { ChevronLeft } from "lucide-react";
import type { ReactNode } from "react";

/**
 * A page of the settings: what it is about, and what is there.
 *
 * @param props.back the page above this one
 * @param props.action the main thing to do, beside the title
 */
export function SettingsPage(props: {
  title: string;
  text: string;
  back?: { to: string; label: string };
  action?: ReactNode;
  children: ReactNode;
}) {
  const { title, text, back, action, children } = props;
  return (
    <div className="flex flex-col gap-8">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          {back ? (
            <Link
              to={back.to}
              className="-ms-1 mb-1.5 inline-flex min-h-6 items-center gap-1 rounded-xs text-sm text-muted-foreground hover:text-foreground [&_svg]:size-4"
            >
              <ChevronLeft aria-hidden="true" className="rtl:rotate-180" />
              {back.label}
            </Link>
          ) : null}
          <h2 className="text-lg font-semibold tracking-tight wrap-anywhere">{title}</h2>
          <p className="mt-0.5 max-w-2xl text-sm text-pretty text-muted-foreground">{text}</p>
        </div>
        {action}
      </div>
      {children}
    </div>
  );
}
