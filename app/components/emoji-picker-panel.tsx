import Picker from "emoji-picker-element/picker";
import type { I18n } from "emoji-picker-element/shared";
import { useEffect, useRef } from "react";
import { emojiLocale, emojiSources, emojiVersion } from "~/lib/emoji-sources";
import { getLocale, type Locale } from "~/lib/i18n/locale";
import { m } from "~/lib/i18n/messages";

const wordsOf: Record<Locale, () => Promise<{ default: I18n }>> = {
  en: () => import("emoji-picker-element/i18n/en"),
  de: () => import("emoji-picker-element/i18n/de"),
  es: () => import("emoji-picker-element/i18n/es"),
  fr: () => import("emoji-picker-element/i18n/fr"),
  ja: () => import("emoji-picker-element/i18n/ja"),
  ar: () => import("emoji-picker-element/i18n/ar"),
};

// The element's own names for what it leaves open. Where one is a name of ours too, it is ours outside of it.
const look = {
  "--background": "var(--surface)",
  "--border-color": "var(--border)",
  "--border-size": "0",
  "--button-active-background": "var(--pressed)",
  "--button-hover-background": "var(--hover)",
  "--category-emoji-size": "1.125rem",
  "--category-font-color": "var(--muted-foreground)",
  "--category-font-size": "0.8125rem",
  "--emoji-padding": "0.4375rem",
  "--emoji-size": "1.375rem",
  "--indicator-color": "var(--primary)",
  "--input-border-color": "var(--input)",
  "--input-border-radius": "0.375rem",
  "--input-font-color": "var(--foreground)",
  "--input-font-size": "1rem",
  "--input-padding": "0.25rem 0.625rem",
  "--input-placeholder-color": "var(--muted-foreground)",
  "--outline-color": "var(--ring)",
  "color-scheme": "inherit",
  height: "100%",
  width: "100%",
};

type PanelProps = { onPick: (emoji: string) => void };

/** The panel with the element's words in the reader's language, for `lazy()`. */
export async function loadPanel() {
  const { default: words } = await wordsOf[getLocale()]();
  return { default: (props: PanelProps) => <EmojiPickerPanel words={words} {...props} /> };
}

/** The custom element, in the reader's language and the product's colours. */
function EmojiPickerPanel({ words, onPick }: PanelProps & { words: I18n }) {
  const host = useRef<HTMLDivElement>(null);
  const pick = useRef(onPick);
  useEffect(() => {
    pick.current = onPick;
  });
  useEffect(() => {
    const locale = emojiLocale(getLocale());
    const picker = new Picker({
      locale,
      dataSource: emojiSources[locale],
      emojiVersion,
      i18n: {
        ...words,
        networkErrorMessage: m.room_emoji_not_loaded(),
        regionLabel: m.room_emoji_choose(),
        searchDescription: m.room_emoji_search_keys(),
        skinToneDescription: m.room_emoji_tone_keys(),
        // The element fills in the tone by itself.
        skinToneLabel: m.room_emoji_tone({ tone: "{skinTone}" }),
      },
    });
    for (const [name, value] of Object.entries(look)) picker.style.setProperty(name, value);
    picker.addEventListener("emoji-click", ({ detail }) => {
      if (detail.unicode) pick.current(detail.unicode);
    });
    host.current?.append(picker);
    // On a phone the keyboard would cover what there is to see.
    if (window.matchMedia("(hover: hover)").matches) {
      requestAnimationFrame(() => picker.shadowRoot?.querySelector<HTMLElement>("input.search")?.focus());
    }
    return () => picker.remove();
  }, [words]);
  return <div ref={host} className="size-full" />;
}
