import german from "emoji-picker-element-data/de/cldr/data.json?url";
import english from "emoji-picker-element-data/en/github/data.json?url";
import type { Locale } from "./i18n/locale";

/** Everybody's devices show the emoji of that version of the standard, also the ones of those who will read them. */
export const emojiVersion = 14;

/** Where this site serves the names of all emoji in each language; the shortcodes of the English ones are the known ones. */
export const emojiSources: Record<Locale, string> = { en: english, de: german };
