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

/** A face, with one of the memberships that it stands for. */
export type MyAvatar = { member_id: string; avatar_id: string | null };

export type AccountFunctions = {
  end_other_sessions: { Args: Record<string, never>; Returns: number };
  end_session: { Args: { session_id: string }; Returns: number };
  get_my_avatar: { Args: Record<string, never>; Returns: MyAvatar[] };
  remove_my_avatar: { Args: Record<string, never>; Returns: number };
  /** `content` is base64. */
  set_my_avatar: { Args: { content: string }; Returns: number };
  set_my_name: { Args: { name: string }; Returns: number };
  list_my_sessions: { Args: Record<string, never>; Returns: SessionLine[] };
};
