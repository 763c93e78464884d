import { describe, expect, it } from "vitest";
import { safeReturnTo } from "./return-to";

describe("safeReturnTo", () => {
  it.each(["/", "/support/acme", "/support/acme/ticket/new?category=billing#form", "/a//b"])("keeps the local path %s", (path) => {
    expect(safeReturnTo(path, "/fallback")).toBe(path);
  });

  it.each([
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/.//evil.example",
    "/..//evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "",
    "support/acme",
    null,
    undefined,
    3,
    `/${"a".repeat(2001)}`,
  ])("does not leave the site for %j", (path) => {
    expect(safeReturnTo(path, "/fallback")).toBe("/fallback");
  });
});
