/** The levels of notices, weakest first, and what they are called. */
import { m } from "~/lib/i18n/messages";
import type { SlaNoticeLevel } from "~/lib/supabase/workspace-types";

export const noticeLevels = ["warning", "breach", "escalation"] as const satisfies readonly SlaNoticeLevel[];

const names: Record<SlaNoticeLevel, () => string> = {
  warning: m.settings_notice_warning,
  breach: m.settings_notice_breach,
  escalation: m.settings_notice_escalation,
};
const texts: Record<SlaNoticeLevel, () => string> = {
  warning: m.settings_notice_warning_text,
  breach: m.settings_notice_breach_text,
  escalation: m.settings_notice_escalation_text,
};

export const noticeLevelName = (level: SlaNoticeLevel): string => names[level]();
/** Whom a notice of the level is for. */
export const noticeLevelText = (level: SlaNoticeLevel): string => texts[level]();
