// @vitest-environment node
import { describe, expect, it } from "vitest";
import { runInLocale } from "./i18n/locale.server";
import { plainPage } from "./plain-page.server";

describe("plainPage", () => {
  it("speaks the language of the request and needs no script", () => {
    const page = runInLocale("de", () => plainPage(403));
    expect(page).toContain('<html lang="de" dir="ltr">');
    expect(page).toContain("Das ist hier nicht erlaubt");
    expect(page).not.toContain("<script");
    expect(runInLocale("en", () => plainPage(403))).toContain("You may not do that here");
  });
});
