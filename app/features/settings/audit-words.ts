/** What stands in the audit log, as sentences. */
import { isolated } from "~/lib/i18n/isolated";
import { m } from "~/lib/i18n/messages";
import type { AuditAction, AuditLine, AuditSubject } from "~/lib/supabase/workspace-types";

const kindNames: Record<AuditSubject, () => string> = {
  workspace: m.settings_audit_kind_workspace,
  member: m.settings_audit_kind_member,
  member_skill: m.settings_audit_kind_member_skill,
  team: m.settings_audit_kind_team,
  team_member: m.settings_audit_kind_team_member,
  invitation: m.settings_audit_kind_invitation,
  category: m.settings_audit_kind_category,
  sla_calendar: m.settings_audit_kind_calendar,
  sla_policy: m.settings_audit_kind_policy,
  ticket: m.settings_audit_kind_ticket,
  participant: m.settings_audit_kind_participant,
  customer_access: m.settings_audit_kind_customer_access,
  message: m.settings_audit_kind_message,
  transcript: m.settings_audit_kind_transcript,
  ticket_field: m.settings_audit_kind_field,
  ticket_field_option: m.settings_audit_kind_field_option,
  export: m.settings_audit_kind_export,
  erasure: m.settings_audit_kind_erasure,
  retention: m.settings_audit_kind_retention,
  deletion: m.settings_audit_kind_deletion,
};

/** All that the log tells of. */
export const auditSubjects = Object.keys(kindNames) as AuditSubject[];

export const auditKindName = (kind: AuditSubject): string => kindNames[kind]();

type Said = (words: { name: string; member: string; team: string }) => string;

const sentences: Record<AuditSubject, Partial<Record<AuditAction, Said>>> = {
  workspace: { created: m.settings_audit_workspace_created, changed: m.settings_audit_workspace_changed },
  member: { created: m.settings_audit_member_created, changed: m.settings_audit_member_changed, deleted: m.settings_audit_member_deleted },
  member_skill: { created: m.settings_audit_member_skill_created, deleted: m.settings_audit_member_skill_deleted },
  team: { created: m.settings_audit_team_created, changed: m.settings_audit_team_changed, deleted: m.settings_audit_team_deleted },
  team_member: {
    created: m.settings_audit_team_member_created,
    changed: m.settings_audit_team_member_changed,
    deleted: m.settings_audit_team_member_deleted,
  },
  invitation: {
    created: m.settings_audit_invitation_created,
    changed: m.settings_audit_invitation_changed,
    deleted: m.settings_audit_invitation_deleted,
  },
  category: {
    created: m.settings_audit_category_created,
    changed: m.settings_audit_category_changed,
    deleted: m.settings_audit_category_deleted,
  },
  sla_calendar: {
    created: m.settings_audit_calendar_created,
    changed: m.settings_audit_calendar_changed,
    deleted: m.settings_audit_calendar_deleted,
  },
  sla_policy: {
    created: m.settings_audit_policy_created,
    changed: m.settings_audit_policy_changed,
    deleted: m.settings_audit_policy_deleted,
  },
  ticket: { changed: m.settings_audit_ticket_changed },
  participant: {
    created: m.settings_audit_participant_created,
    changed: m.settings_audit_participant_changed,
    deleted: m.settings_audit_participant_deleted,
  },
  customer_access: { deleted: m.settings_audit_customer_access_deleted },
  message: { deleted: m.settings_audit_message_deleted },
  transcript: { created: m.settings_audit_transcript_created },
  ticket_field: {
    created: m.settings_audit_field_created,
    changed: m.settings_audit_field_changed,
    deleted: m.settings_audit_field_deleted,
  },
  ticket_field_option: {
    created: m.settings_audit_option_created,
    changed: m.settings_audit_option_changed,
    deleted: m.settings_audit_option_deleted,
  },
  export: { created: m.settings_audit_export_created, changed: m.settings_audit_export_downloaded },
  erasure: { deleted: m.settings_audit_erasure_deleted },
  retention: { changed: m.settings_audit_retention_changed, deleted: m.settings_audit_retention_deleted },
  deletion: { created: m.settings_audit_deletion_created, deleted: m.settings_audit_deletion_deleted },
};

const actionNames: Record<AuditAction, () => string> = {
  created: m.settings_audit_created,
  changed: m.settings_audit_changed,
  deleted: m.settings_audit_deleted,
};

/**
 * What happened, in a sentence that leaves out who did it.
 *
 * @param teamNames of the workspace's teams by id: a change of somebody's place does not say which team's it is
 */
export function auditSentence(line: AuditLine, teamNames: Record<string, string>): string {
  const valueOf = (field: string) => {
    const change = line.changes.find((one) => one.field === field);
    return change?.is_now ?? change?.was ?? null;
  };
  const named = (name: string | null | undefined) => isolated(name || m.settings_audit_unnamed());
  const said = sentences[line.subject_kind][line.action];
  if (!said) return `${auditKindName(line.subject_kind)}: ${actionNames[line.action]()}`;
  return said({
    name: named(line.subject_name),
    member: named(valueOf("member") ?? valueOf("sender_name") ?? line.subject_name),
    team: named(valueOf("team") ?? teamNames[line.subject_id]),
  });
}

/** Who did it; the system where nobody did. */
export const auditActor = (line: AuditLine): string => line.actor_name || m.settings_audit_system();
