import { m } from "./messages";

/** What to tell a person about an HTTP status: what happened, and the way on. Status 0 means offline. */
export function statusWords(status: number): { title: string; text: string } {
  switch (status) {
    case 0:
      return { title: m.common_error_offline_title(), text: m.common_error_offline_text() };
    case 403:
      return { title: m.common_error_403_title(), text: m.common_error_403_text() };
    case 404:
      return { title: m.common_error_404_title(), text: m.common_error_404_text() };
    case 410:
      return { title: m.common_error_410_title(), text: m.common_error_410_text() };
    case 413:
      return { title: m.common_error_413_title(), text: m.common_error_413_text() };
    case 429:
      return { title: m.common_error_429_title(), text: m.common_error_429_text() };
    default:
      return status >= 400 && status < 500
        ? { title: m.common_error_400_title(), text: m.common_error_400_text() }
        : { title: m.common_error_500_title(), text: m.common_error_500_text() };
  }
}
