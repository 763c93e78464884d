import { expect, test } from "vitest";
import { offeredRoles, roleChoices } from "./role-choices";

test("owners offer every role, admins what is lower, agents none", () => {
  expect([offeredRoles("owner"), offeredRoles("admin"), offeredRoles("agent")]).toEqual([["agent", "admin", "owner"], ["agent"], []]);
});

test("of themselves everybody may make less, of others what they may offer, of whom they may not manage nothing", () => {
  const of = (role: "owner" | "admin" | "agent", may_manage = true) => ({ role, may_manage });
  expect(roleChoices("owner", of("owner"), true)).toEqual(["agent", "admin", "owner"]);
  expect(roleChoices("admin", of("admin"), true)).toEqual(["agent", "admin"]);
  expect(roleChoices("owner", of("agent"), false)).toEqual(["agent", "admin", "owner"]);
  expect(roleChoices("admin", of("agent"), false)).toEqual(["agent"]);
  expect(roleChoices("admin", of("owner", false), false)).toEqual(["owner"]);
});
