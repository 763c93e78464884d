import { getLocale } from "./locale";

/** Whole sentences one after the other, those that there are: Japanese has no space between them. */
export const sentences = (...some: (string | null)[]): string =>
  some.filter((sentence) => sentence !== null).join(getLocale() === "ja" ? "" : " ");
