// @vitest-environment node
import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { formatDate, formatNumber, formatRelative } from "./format";
import { deskLocales, directionOf, getLocale, isLocale, locales, localesAt } from "./locale";
import { negotiateLocale, readChoice, runInLocale, serializeChoice, wantedLocale } from "./locale.server";
import { m } from "./messages";

describe("the locale of a request", () => {
  it("stays its own while others are answered at the same time", async () => {
    const seen = await Promise.all(
      Array.from({ length: 200 }, (_, index) => {
        const locale = index % 2 === 0 ? "en" : "de";
        return runInLocale(locale, async () => {
          const texts: string[] = [];
          for (let turn = 0; turn < 5; turn++) {
            await nextTurn();
            texts.push(m.common_close(), getLocale());
          }
          return { locale, texts: [...new Set(texts)] };
        });
      }),
    );
    for (const { locale, texts } of seen) expect(texts).toEqual(locale === "en" ? ["Close", "en"] : ["Schließen", "de"]);
  });

  it("is English outside of any request", () => {
    expect(getLocale()).toBe("en");
  });

  it("can be named instead, as the worker does", () => {
    expect(m.common_close({}, { locale: "de" })).toBe("Schließen");
  });

  it("is the account's choice before the browser's own before what the browser asks for", () => {
    expect(wantedLocale({ account: "de", cookie: "locale=en", acceptLanguage: "en" }, locales)).toBe("de");
    expect(wantedLocale({ account: null, cookie: "a=1; locale=de", acceptLanguage: "en" }, locales)).toBe("de");
    expect(wantedLocale({ cookie: "a=1", acceptLanguage: "de-AT,en;q=0.5" }, locales)).toBe("de");
    expect(wantedLocale({ cookie: "locale=xx", acceptLanguage: "xx" }, locales)).toBeUndefined();
  });

  it("is none that the page cannot be had in", () => {
    expect(localesAt("/support/acme")).toBe(locales);
    for (const path of ["/desk", "/desk.data", "/desk/acme/ticket/1", "/sign-in", "/sign-up.data"])
      expect(localesAt(path)).toBe(deskLocales);
    expect(localesAt("/desktop")).toBe(locales);
    expect(wantedLocale({ cookie: "locale=ar", acceptLanguage: "ar, de;q=0.5" }, localesAt("/desk"))).toBe("de");
    expect(wantedLocale({ cookie: "locale=ar", acceptLanguage: "ar" }, localesAt("/desk"))).toBeUndefined();
    expect(wantedLocale({ cookie: "locale=ar", acceptLanguage: "de" }, localesAt("/support/acme"))).toBe("ar");
  });
});

describe("negotiateLocale", () => {
  it.each([
    ["de", "de"],
    ["fr;q=1, de;q=0.8, en;q=0.9", "en"],
    ["DE-ch", "de"],
    ["fr-FR, de;q=0", undefined],
    ["", undefined],
    [",;q=,,;;", undefined],
    [undefined, undefined],
  ])("answers %j with %j", (header, expected) => {
    expect(negotiateLocale(header, ["en", "de"])).toBe(expected);
  });
});

describe("choices in cookies", () => {
  it("are read back as written, and forgotten when empty", () => {
    expect(readChoice(serializeChoice("theme", "dark", true).split(";")[0], "theme")).toBe("dark");
    expect(serializeChoice("theme", "dark", true)).toContain("; Secure");
    expect(serializeChoice("theme", "dark", false)).not.toContain("; Secure");
    expect(serializeChoice("theme", "", false)).toContain("Max-Age=0");
    expect(readChoice("xtheme=dark", "theme")).toBeUndefined();
  });
});

describe("words for dates and numbers", () => {
  const noon = Date.UTC(2026, 10, 20, 12);
  it("follow the locale", () => {
    expect(runInLocale("de", () => formatNumber(1234.5))).toBe("1.234,5");
    expect(runInLocale("en", () => formatNumber(1234.5))).toBe("1,234.5");
    expect(runInLocale("de", () => formatDate(new Date(noon), "date", { timeZone: "UTC" }))).toBe("20. Nov. 2026");
    expect(runInLocale("ja", () => formatDate(new Date(noon), "day", { timeZone: "UTC" }))).toBe("11月20日金曜日");
  });

  it("have the digits of ticket numbers in Arabic, its own forms of plurals and words", () => {
    expect(runInLocale("ar", () => formatNumber(1234.5))).toBe("1,234.5");
    expect(runInLocale("ar", () => formatDate(new Date(noon), "date", { timeZone: "UTC" }))).toBe("20 نوفمبر 2026");
    expect(formatRelative(new Date(noon - 2 * 60_000), noon, { locale: "ar" })).toBe("قبل دقيقتين");
    expect([0, 1, 2, 3, 11, 100].map((count) => m.room_new_messages({ count }, { locale: "ar" }))).toEqual([
      "لا رسائل جديدة",
      "رسالة جديدة واحدة",
      "رسالتان جديدتان",
      "3 رسائل جديدة",
      "11 رسالة جديدة",
      "100 رسالة جديدة",
    ]);
  });

  it.each([
    [10, "now"],
    [-44, "now"],
    [-60, "1 minute ago"],
    [-59 * 60, "1 hour ago"],
    [-30 * 60, "30 minutes ago"],
    [2 * 3600, "in 2 hours"],
    [-86_400, "yesterday"],
    [-8 * 86_400, "last week"],
    [400 * 86_400, "next year"],
  ])("say %i seconds as %j", (seconds, expected) => {
    expect(formatRelative(new Date(noon + seconds * 1000), noon, { locale: "en" })).toBe(expected);
  });
});

it("knows which way a language is written", () => {
  expect([directionOf("en"), directionOf("ar"), directionOf("ar-EG"), directionOf("he")]).toEqual(["ltr", "rtl", "rtl", "rtl"]);
  expect([isLocale("de"), isLocale("xx"), isLocale(null)]).toEqual([true, false, false]);
});
