import { readChoice } from "~/lib/i18n/locale.server";

export const themes = ["light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** The theme a person chose; undefined means: like the system. */
export function readTheme(request: Request): Theme | undefined {
  const chosen = readChoice(request.headers.get("Cookie"), "theme");
  return themes.find((theme) => theme === chosen);
}
