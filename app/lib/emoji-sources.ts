import german from "emoji-picker-element-data/de/cldr/data.json?url";
import english from "emoji-picker-element-data/en/github/data.json?url";
import spanish from "emoji-picker-element-data/es/cldr/data.json?url";
import french from "emoji-picker-element-data/fr/cldr/data.json?url";
import japanese from "emoji-picker-element-data/ja/cldr/data.json?url";
import type { Locale } from "./i18n/locale";

/** Everybody's devices show the emoji of that version of the standard, also the ones of those who will read them. */
export const emojiVersion = 14;

/** There are no Arabic names of emoji: there the English ones are searched. */
export const emojiLocale = (locale: Locale) => (locale === "ar" ? "en" : locale);

export type EmojiLocale = ReturnType<typeof emojiLocale>;

/** Where this site serves the names of all emoji in each language; the shortcodes of the English ones are the known ones. */
export const emojiSources: Record<EmojiLocale, string> = { en: english, de: german, es: spanish, fr: french, ja: japanese };
