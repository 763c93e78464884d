import { describe, expect, test } from "vitest";
import { newWorkspaceSchema, slugFrom } from "./workspace-schema";

describe("an address made from a name", () => {
  test.each([
    ["Acme", "acme"],
    ["Müller & Söhne GmbH", "mueller-soehne-gmbh"],
    ["  Café d’Été  ", "cafe-dete"],
    ["Straße 42", "strasse-42"],
    ["日本", ""],
    ["--a--b--", "a-b"],
    [`${"word ".repeat(20)}`, "word-word-word-word-word-word-word-word"],
  ])("%j gives %j", (name, slug) => {
    expect(slugFrom(name)).toBe(slug);
  });
});

describe("a new workspace", () => {
  const form = { name: "Acme", slug: "acme-support", memberName: "Olivia" };
  const refused = (change: Record<string, unknown>) =>
    newWorkspaceSchema.safeParse({ ...form, ...change }).error?.issues.map((issue) => String(issue.path[0])) ?? [];

  test("takes an address as it is typed, and makes one where none is", () => {
    expect(newWorkspaceSchema.parse(form)).toEqual(form);
    expect(newWorkspaceSchema.parse({ ...form, slug: "ACME-Support " }).slug).toBe("acme-support");
    expect(newWorkspaceSchema.parse({ ...form, slug: undefined }).slug).toBe("acme");
  });

  test.each(["ab", "-acme", "acme-", "ac--me", "ac me", "acme/x", "é".repeat(5), "a".repeat(41)])("the address %j is refused", (slug) => {
    expect(refused({ slug })).toEqual(["slug"]);
  });

  test("a name that gives no address asks for one", () => {
    expect(refused({ name: "日本", slug: undefined })).toEqual(["slug"]);
  });

  test("names are asked for", () => {
    expect(refused({ name: " ", memberName: undefined })).toEqual(["name", "memberName"]);
  });
});
