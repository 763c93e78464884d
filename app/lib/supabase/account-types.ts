/** What the API of the database takes and answers about the caller's own account. */
import type { Timestamp } from "./database-types";

export type SessionLine = {
  session_id: string;
  created_at: Timestamp;
  last_used_at: Timestamp;
  user_agent: string;
  has_second_factor: boolean;
  is_current: boolean;
};

export type AccountFunctions = {
  end_other_sessions: { Args: Record<string, never>; Returns: number };
  end_session: { Args: { session_id: string }; Returns: number };
  set_my_name: { Args: { name: string }; Returns: number };
  list_my_sessions: { Args: Record<string, never>; Returns: SessionLine[] };
};
