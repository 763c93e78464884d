import german from "emoji-picker-element-data/de/cldr/data.json?url";
import english from "emoji-picker-element-data/en/github/data.json?url";
import type { Locale } from "./i18n/locale";

/** Where this site serves the names of all emoji in each language; the shortcodes of the English ones are the known ones. */
export const emojiSources: Record<Locale, string> = { en: english, de: german };
