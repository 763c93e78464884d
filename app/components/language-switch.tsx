import { useLocation } from "@remix-run/react";
import { getLocale, localeNames, localesAt, type Locale } from "~/lib/i18n/locale";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { DisclosureMenu } from "./disclosure-menu";

/**
 * Each language is a button of a plain form: the page loads anew in it, with JavaScript or without.
 *
 * @param props.offered those that there are to choose from, where it is not for the page to say; nothing is shown for one
 */
export function LanguageSwitch(props: { placement?: "above" | "below"; align?: "start" | "end"; offered?: readonly Locale[] }) {
  const { placement, align } = props;
  const { pathname, search } = useLocation();
  const { offered = localesAt(pathname) } = props;
  const current = getLocale();
  if (offered.length < 2) return null;
  return (
    <DisclosureMenu
      placement={placement}
      align={align}
      accessibleName={`${m.common_language()}: ${localeNames[current]}`}
      label={
        <>
          <svg aria-hidden="true" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.3">
            <circle cx="8" cy="8" r="6.25" />
            <path d="M1.75 8h12.5M8 1.75c4.5 4.2 4.5 8.3 0 12.5M8 1.75c-4.5 4.2-4.5 8.3 0 12.5" />
          </svg>
          <span lang={current}>{localeNames[current]}</span>
        </>
      }
    >
      <form method="post" action={paths.locale()}>
        <input type="hidden" name="return_to" value={pathname + search} />
        {offered.map((locale) => (
          <button
            key={locale}
            name="locale"
            value={locale}
            lang={locale}
            aria-current={locale === current || undefined}
            className="flex h-8 w-full cursor-pointer items-center rounded-sm px-2.5 text-sm hover:bg-hover aria-current:font-semibold aria-current:text-primary-ink"
          >
            {localeNames[locale]}
          </button>
        ))}
      </form>
    </DisclosureMenu>
  );
}
