/**
 * In which languages each folder of `messages/` is. What a customer may read is in all; what only members read is in
 * those of the desk, and a part of the product that both see has a folder for each (`room`, `desk-room`). A test holds
 * the catalogues to it, and every word to the pages that say it.
 */
import { deskLocales, locales, type Locale } from "./locale";

export const domainLocales = {
  common: locales,
  errors: locales,
  mail: locales,
  portal: locales,
  room: locales,
  auth: deskLocales,
  account: deskLocales,
  desk: deskLocales,
  settings: deskLocales,
  "desk-common": deskLocales,
  "desk-errors": deskLocales,
  "desk-mail": deskLocales,
  "desk-room": deskLocales,
} as const satisfies Record<string, readonly Locale[]>;

/** Keys begin with it: those of `desk-room` with `room_`, as those of `room`. */
export const keyPrefixOf = (domain: string): string => `${domain.replace(/^desk-/, "")}_`;
