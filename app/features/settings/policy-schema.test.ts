import { parseWithZod } from "@conform-to/zod/v4";
import { describe, expect, it, test } from "vitest";
import type { SlaPolicyDraft } from "~/lib/supabase/sla-types";
import { fieldOfPolicyError, ownPolicyFields } from "./policy-fields";
import { blankPolicy, policyFormValue } from "./policy-form-value";
import { policySchema, triedPolicySchema, type PolicyFormValue } from "./policy-schema";

/** The form as a browser sends it. */
function posted(value: PolicyFormValue): FormData {
  const form = new FormData();
  for (const [name, given] of Object.entries(value)) for (const text of [given].flat()) form.append(name, text);
  return form;
}

const parse = (value: PolicyFormValue, schema: typeof policySchema | typeof triedPolicySchema = policySchema) =>
  parseWithZod(ownPolicyFields(posted(value)), { schema });

const draft: SlaPolicyDraft = {
  name: "Important",
  calendar_id: "c1",
  team_ids: ["t1"],
  category_ids: null,
  channels: ["email", "web"],
  escalate_after_seconds: 7200,
  targets: [
    { metric: "first_response", priority: "urgent", target_seconds: 1800, basis: "business", warn_before_seconds: 600 },
    { metric: "first_response", priority: "high", target_seconds: 14_400, basis: "business", warn_before_seconds: 600 },
    { metric: "resolution", priority: "high", target_seconds: 432_000, basis: "calendar", warn_before_seconds: null },
    { metric: "resolution", priority: "low", target_seconds: 36_000, basis: "business", warn_before_seconds: 3600 },
  ],
};
const value = policyFormValue(draft, "v1");
const refusedAt = (change: PolicyFormValue) => Object.keys(parse({ ...value, ...change }).reply().error ?? {});

describe("the form of a policy", () => {
  test.each([
    ["one with conditions and targets that differ by priority", draft],
    ["a new workspace’s", { ...blankPolicy(), name: "Default" }],
    ["one without any target", { ...blankPolicy(), name: "Nothing", targets: [] }],
  ])("gives back what it was filled with: %s", (_, policy) => {
    const submission = parse(policyFormValue(policy, "v1"));
    expect(submission.status === "success" && submission.value).toEqual({ draft: policy, seenVersionId: "v1" });
  });

  it("takes basis and warning of a column for all its priorities", () => {
    const submission = parse({
      ...value,
      resolution_each: "",
      resolution_basis: "calendar",
      resolution_warn_amount: "1",
      resolution_warn_unit: "hours",
    });
    const targets = submission.status === "success" ? submission.value.draft.targets : [];
    expect(targets.filter((target) => target.metric === "resolution")).toEqual([
      { metric: "resolution", priority: "high", target_seconds: 432_000, basis: "calendar", warn_before_seconds: 3600 },
      { metric: "resolution", priority: "low", target_seconds: 36_000, basis: "calendar", warn_before_seconds: 3600 },
    ]);
  });

  test.each([
    ["no name", { name: " " }, "name"],
    ["a name that is too long", { name: "x".repeat(81) }, "name"],
    ["a target that is no number", { first_response_high_amount: "soon" }, "first_response_high_amount"],
    ["a target of zero", { first_response_high_amount: "0" }, "first_response_high_amount"],
    ["more than ten years", { resolution_high_amount: "3651" }, "resolution_high_amount"],
    ["a warning before the whole target", { first_response_warn_amount: "31" }, "first_response_warn_amount"],
    [
      "such a warning of one priority",
      { resolution_low_warn_amount: "11", resolution_low_warn_unit: "hours" },
      "resolution_low_warn_amount",
    ],
    ["days of working hours", { first_response_high_unit: "days" }, "first_response_high_amount"],
    ["an escalation within the minute", { escalate_amount: "0.5", escalate_unit: "minutes" }, "escalate_amount"],
  ] as [string, PolicyFormValue, string][])("refuses %s at its field", (_, change, field) => {
    expect(refusedAt({})).toEqual([]);
    expect(refusedAt(change)).toEqual([field]);
  });

  it("can be tried before it has a name, but not saved", () => {
    const nameless = { ...value, name: "" };
    expect(parse(nameless, triedPolicySchema).status).toBe("success");
    expect(parse(nameless).status).toBe("error");
  });

  it("reads its own fields alone", () => {
    const form = posted({ name: "a" });
    form.append("name", "b");
    form.append("a[999999999]", "x");
    form.append("seen_version_id", new File(["x"], "x"));
    for (let count = 0; count < 600; count += 1) form.append("team_ids", "t");
    const own = ownPolicyFields(form);
    expect(own.getAll("name")).toEqual(["a"]);
    expect([...new Set(own.keys())]).toEqual(["name", "team_ids"]);
    expect(own.getAll("team_ids")).toHaveLength(500);
  });
});

describe("a refusal of the database", () => {
  const refusal = (key: string, details: string) => ({ key, cause: { details } }) as Parameters<typeof fieldOfPolicyError>[0];

  test.each([
    ["sla_target_unreachable", "resolution/high", false, "resolution_high_amount"],
    ["sla_warning_out_of_range", "resolution/high", false, "resolution_warn_amount"],
    ["sla_warning_out_of_range", "resolution/high", true, "resolution_high_warn_amount"],
    ["sla_policies_name_key", "", false, "name"],
    ["sla_escalation_out_of_range", "", false, "escalate_amount"],
    ["sla_version_outdated", "", false, ""],
    ["sla_target_unreachable", "nonsense/high", false, ""],
  ] as const)("%s %s", (key, details, isEach, field) => {
    expect(fieldOfPolicyError(refusal(key, details), () => isEach)).toBe(field);
  });
});
