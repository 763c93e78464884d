import wordsDe from "emoji-picker-element/i18n/de";
import wordsEn from "emoji-picker-element/i18n/en";
import Picker from "emoji-picker-element/picker";
import { useEffect, useRef } from "react";
import { emojiSources, emojiVersion } from "~/lib/emoji-sources";
import { getLocale } from "~/lib/i18n/locale";
import { m } from "~/lib/i18n/messages";

const words = { en: wordsEn, de: wordsDe };

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

/** The custom element, in the reader's language and the product's colours. */
export default function EmojiPickerPanel({ onPick }: { onPick: (emoji: string) => void }) {
  const host = useRef<HTMLDivElement>(null);
  const pick = useRef(onPick);
  useEffect(() => {
    pick.current = onPick;
  });
  useEffect(() => {
    const locale = getLocale();
    const picker = new Picker({
      locale,
      dataSource: emojiSources[locale],
      emojiVersion,
      i18n: {
        ...words[locale],
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
  }, []);
  return <div ref={host} className="size-full" />;
}
