import Database from "emoji-picker-element/database";
import type { NativeEmoji, SkinTone } from "emoji-picker-element/shared";
import { emojiLocale, emojiSources, emojiVersion, type EmojiLocale } from "~/lib/emoji-sources";
import { baseLocale, getLocale } from "~/lib/i18n/locale";

export type FoundEmoji = { emoji: string; code: string };

const databases = new Map<EmojiLocale, Database>();

/**
 * Asks the data of a language, twice at most: a picker that is taken away closes the connection that all share, and a
 * database that was being opened at that moment, or could not load its data, never answers again.
 */
async function ask<Answer>(locale: EmojiLocale, question: (database: Database) => Promise<Answer>, tries = 2): Promise<Answer> {
  const database = databases.get(locale) ?? new Database({ locale, dataSource: emojiSources[locale] });
  databases.set(locale, database);
  try {
    return await question(database);
  } catch (error) {
    if (databases.get(locale) === database) databases.delete(locale);
    if (tries === 1) throw error;
    return ask(locale, question, tries - 1);
  }
}

const preferredTone = () => ask(baseLocale, (database) => database.getPreferredSkinTone());

/** The emoji of a whole shortcode, in the skin tone that was last chosen. The codes are the English ones in each language. */
export async function emojiOfCode(code: string): Promise<string | null> {
  const found = await ask(baseLocale, (database) => database.getEmojiByShortcode(code.toLowerCase()));
  return found && "unicode" in found ? toned(found, await preferredTone()) : null;
}

/** Emoji whose shortcode, name or tags start so, in the reader's language and in English; codes before names. */
export async function searchEmoji(query: string, limit = 6): Promise<FoundEmoji[]> {
  const wanted = query.toLowerCase();
  const found = new Map<string, FoundEmoji & { rank: number }>();
  for (const locale of new Set<EmojiLocale>([baseLocale, emojiLocale(getLocale())])) {
    const exact = locale === baseLocale ? await ask(locale, (database) => database.getEmojiByShortcode(wanted)) : null;
    const matches = await ask(locale, (database) => database.getEmojiBySearchQuery(wanted));
    const tone = await preferredTone();
    for (const match of exact ? [exact, ...matches] : matches) {
      if (!("unicode" in match) || match.version > emojiVersion) continue;
      const codes = match.shortcodes ?? [];
      const code = codes.find((known) => known.startsWith(wanted)) ?? codes[0] ?? match.annotation;
      const rank = code === wanted ? 0 : code.startsWith(wanted) ? 1 : 2;
      const known = found.get(match.unicode);
      if (!known || rank < known.rank) found.set(match.unicode, { emoji: toned(match, tone), code, rank });
    }
  }
  return [...found.values()].sort((one, other) => one.rank - other.rank).slice(0, limit);
}

function toned(emoji: NativeEmoji, tone: SkinTone): string {
  return emoji.skins?.find((skin) => skin.tone === tone)?.unicode ?? emoji.unicode;
}
