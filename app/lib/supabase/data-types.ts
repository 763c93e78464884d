/** What the API of the database takes and answers about a workspace's data as a whole: exports, erasure, retention, deletion. */
import type { Timestamp } from "./database-types";

export type ExportState = "waiting" | "running" | "done" | "failed" | "expired";
export type ExportLine = {
  export_id: string;
  requested_at: Timestamp;
  requested_by_name: string;
  state: ExportState;
  rows_total: number;
  rows_done: number;
  files_total: number;
  files_done: number;
  finished_at: Timestamp | null;
  expires_at: Timestamp | null;
  byte_size: number | null;
};
export type ExportFile = { object_folder: string; part_count: number; byte_size: number; finished_at: Timestamp };

/** One customer; a person who came by several browsers may be several. */
export type FoundPerson = {
  customer_id: string;
  name: string;
  email: string | null;
  created_at: Timestamp;
  ticket_count: number;
  /** Was added to a ticket of somebody else. */
  is_participant: boolean;
};
export type ErasureCounts = {
  customers: number;
  tickets: number;
  messages: number;
  notes: number;
  files: number;
  file_bytes: number;
  mails: number;
  other_messages: number;
  exports: number;
};
export type ErasureLine = {
  erasure_id: string;
  requested_at: Timestamp;
  requested_by_name: string;
  people: number;
  tickets_total: number;
  tickets_done: number;
  finished_at: Timestamp | null;
};

/** Null: never. */
export type RetentionDays = { resolved_days: number | null; closed_days: number | null };
export type RetentionCounts = { resolved_tickets: number; closed_tickets: number; messages: number; files: number };

export type DataFunctions = {
  cancel_workspace_deletion: { Args: { workspace_slug: string }; Returns: undefined };
  erase_customers: { Args: { workspace_slug: string; customer_ids: string[]; confirmation: string }; Returns: string };
  find_people: { Args: { workspace_slug: string; wanted: string }; Returns: FoundPerson[] };
  get_retention: { Args: { workspace_slug: string }; Returns: RetentionDays };
  list_erasures: { Args: { workspace_slug: string }; Returns: ErasureLine[] };
  list_workspace_exports: { Args: { workspace_slug: string }; Returns: ExportLine[] };
  open_workspace_export: { Args: { workspace_slug: string; export_id: string }; Returns: ExportFile };
  preview_erasure: { Args: { workspace_slug: string; customer_ids: string[] }; Returns: ErasureCounts };
  preview_retention: { Args: { workspace_slug: string; days: RetentionDays }; Returns: RetentionCounts };
  request_workspace_deletion: { Args: { workspace_slug: string; confirmation: string }; Returns: Timestamp };
  request_workspace_export: { Args: { workspace_slug: string }; Returns: string };
  save_retention: { Args: { workspace_slug: string; days: RetentionDays }; Returns: undefined };
};
