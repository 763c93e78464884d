import { useLocation, useRouteLoaderData } from "@remix-run/react";
import { useState, type MouseEvent, type ReactNode } from "react";
import { LineIcon } from "~/components/ui/line-icon";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";

type Choice = "system" | "light" | "dark";

const icons: Record<Choice, ReactNode> = {
  system: <path d="M2.5 3.5h11v7h-11zM6 13h4M8 10.5V13" />,
  light: (
    <>
      <circle cx="8" cy="8" r="2.75" />
      <path d="M8 1.5v1.25M8 13.25v1.25M1.5 8h1.25M13.25 8h1.25M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9" />
    </>
  ),
  dark: <path d="M13.25 9.5A5.5 5.5 0 0 1 6.5 2.75a5.5 5.5 0 1 0 6.75 6.75Z" />,
};

/** Does to the open page what the server does to the next one. */
function applyTheme(choice: Choice) {
  if (choice === "system") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.setAttribute("data-theme", choice);
  document.querySelector('meta[name="color-scheme"]')?.setAttribute("content", choice === "system" ? "light dark" : choice);
}

/**
 * Light, dark, or like the system. A plain form without JavaScript; with it the colours change at once and
 * nothing is loaded anew, so that what is being typed stays.
 */
export function ThemeSwitch() {
  const { pathname, search } = useLocation();
  const saved = useRouteLoaderData<{ theme?: "light" | "dark" }>("root")?.theme;
  const [choice, setChoice] = useState<Choice>(saved ?? "system");
  const names: Record<Choice, string> = {
    system: m.common_theme_system(),
    light: m.common_theme_light(),
    dark: m.common_theme_dark(),
  };

  function choose(event: MouseEvent, next: Choice) {
    event.preventDefault();
    applyTheme(next);
    setChoice(next);
    // Only the memory of it; the page has changed already, so a failure costs nothing now.
    void fetch(paths.theme(), { method: "POST", body: new URLSearchParams({ theme: next }), redirect: "manual" }).catch(() => undefined);
  }

  return (
    <form method="post" action={paths.theme()} className="inline-flex">
      <input type="hidden" name="return_to" value={pathname + search} />
      <fieldset className="inline-flex rounded-md bg-hover p-0.5" aria-label={m.common_theme()}>
        {(["system", "light", "dark"] as const).map((theme) => (
          <button
            key={theme}
            name="theme"
            value={theme}
            aria-pressed={choice === theme}
            aria-label={names[theme]}
            title={names[theme]}
            onClick={(event) => choose(event, theme)}
            className="grid size-8 cursor-pointer place-items-center rounded-sm text-muted-foreground hover:text-foreground aria-pressed:bg-raised aria-pressed:text-foreground aria-pressed:shadow-xs"
          >
            <LineIcon strokeWidth={1.3} className="size-4">
              {icons[theme]}
            </LineIcon>
          </button>
        ))}
      </fieldset>
    </form>
  );
}
