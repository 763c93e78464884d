/** Words for what policies promise. */
import { m } from "~/lib/i18n/messages";
import type { SlaMetric } from "~/lib/supabase/sla-types";

/** In the order in which a ticket meets them. */
export const slaMetrics = ["first_response", "next_response", "resolution"] as const satisfies readonly SlaMetric[];

const metricNames: Record<SlaMetric, () => string> = {
  first_response: m.common_sla_first_response,
  next_response: m.common_sla_next_response,
  resolution: m.common_sla_resolution,
};

/** A metric in the current language. */
export const metricName = (metric: SlaMetric): string => metricNames[metric]();
