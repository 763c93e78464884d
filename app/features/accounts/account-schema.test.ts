import { describe, expect, test } from "vitest";
import { passwordProgress, signInSchema, signUpSchema } from "./account-schema";

const account = { name: "Olivia Owens", email: "olivia@acme.test", password: "a short sentence" };
const fieldsRefused = (form: Record<string, unknown>) =>
  signUpSchema.safeParse(form).error?.issues.map((issue) => [String(issue.path[0]), issue.message]) ?? [];

describe("signing up", () => {
  test("a name, an address and ten characters are enough", () => {
    expect(signUpSchema.parse({ ...account, password: "aaaaaaaaaa" })).toEqual({ ...account, password: "aaaaaaaaaa" });
  });

  test("blanks around name and address go, and the address is written small; the password stays as it is typed", () => {
    expect(signUpSchema.parse({ name: " Olivia ", email: " Olivia@ACME.test ", password: " spaces count " })).toEqual({
      name: "Olivia",
      email: "olivia@acme.test",
      password: " spaces count ",
    });
  });

  test("every empty field is named", () => {
    expect(fieldsRefused({})).toEqual([
      ["name", "Write your name."],
      ["email", "Write your email address."],
      ["password", "Write your password."],
    ]);
  });

  test.each([
    [{ ...account, password: "nine char" }, "password", "Use at least 10 characters."],
    [{ ...account, password: "ä".repeat(37) }, "password", "This is too long for a password. Use at most 72 characters."],
    [{ ...account, email: "olivia" }, "email", "This does not look like an email address."],
    [{ ...account, name: "   " }, "name", "Write your name."],
    [{ ...account, name: "a".repeat(81) }, "name", "Use at most 80 characters."],
  ])("%o is refused at the field", (form, field, words) => {
    expect(fieldsRefused(form)).toEqual([[field, words]]);
  });

  test("the way to a password is counted in characters as people see them", () => {
    expect(passwordProgress("")).toEqual({ missing: 10, share: 0 });
    expect(passwordProgress("🔑🔑🔑🔑🔑")).toEqual({ missing: 5, share: 0.5 });
    expect(passwordProgress("a short sentence")).toEqual({ missing: 0, share: 1 });
  });
});

test("signing in asks nothing of an old password but that there is one", () => {
  expect(signInSchema.safeParse({ email: "olivia@acme.test", password: "x" }).success).toBe(true);
  expect(signInSchema.safeParse({ email: "olivia@acme.test" }).success).toBe(false);
});
