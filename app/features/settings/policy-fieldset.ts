import type { FormMetadata } from "@conform-to/react";
import type { SlaMetric } from "~/lib/supabase/sla-types";
import type { PolicyForm } from "./policy-schema";

/** The fields of the policy form, as its parts get them. */
export type PolicyFieldset = ReturnType<FormMetadata<PolicyForm>["getFieldset"]>;

/**
 * What shows when a metric says basis and warning for each priority, and what hides then: by CSS, so that it works
 * without JavaScript. The box that says so stands in an element whose `data-each` is the metric's `eachMark`.
 */
export const eachMark: Record<SlaMetric, string> = { first_response: "first", next_response: "next", resolution: "resolution" };

export const shownIfEach: Record<SlaMetric, string> = {
  first_response: "hidden group-has-[[data-each=first]_:checked]/matrix:flex",
  next_response: "hidden group-has-[[data-each=next]_:checked]/matrix:flex",
  resolution: "hidden group-has-[[data-each=resolution]_:checked]/matrix:flex",
};

export const hiddenIfEach: Record<SlaMetric, string> = {
  first_response: "flex group-has-[[data-each=first]_:checked]/matrix:hidden",
  next_response: "flex group-has-[[data-each=next]_:checked]/matrix:hidden",
  resolution: "flex group-has-[[data-each=resolution]_:checked]/matrix:hidden",
};
