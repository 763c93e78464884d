import { randomUUID } from "node:crypto";
import { isJsonObject, type Json, type JsonObject } from "./framing";

/** What a client asks for when it joins, with the defaults filled in. */
export interface JoinConfig {
  isPrivate: boolean;
  ack: boolean;
  self: boolean;
  presenceEnabled: boolean;
  presenceKey: string;
  /** Present when the client named `replay` at all; validated later, since only private channels may. */
  replay: Json | undefined;
  replicationReady: boolean;
  postgresChanges: JsonObject[];
}

/** Reads a join's payload. Bad fields take their defaults and are named in `faults`. */
export function parseJoin(payload: Json): { config: JoinConfig; faults: string[] } {
  const faults: string[] = [];
  const section = (value: Json | undefined, name: string): JsonObject => {
    if (isJsonObject(value)) return value;
    if (value !== undefined && value !== null) faults.push(name);
    return {};
  };
  const flag = (value: Json | undefined, name: string): boolean => {
    const text = typeof value === "string" ? value.toLowerCase() : value;
    if (text === true || text === "true") return true;
    if (text !== undefined && text !== null && text !== false && text !== "false") faults.push(name);
    return false;
  };
  const config = section(section(payload, "payload")["config"], "config");
  const broadcast = section(config["broadcast"], "broadcast");
  const presence = section(config["presence"], "presence");
  const changes = config["postgres_changes"];
  return {
    config: {
      isPrivate: flag(config["private"], "private"),
      ack: flag(broadcast["ack"], "broadcast.ack"),
      self: flag(broadcast["self"], "broadcast.self"),
      presenceEnabled: flag(presence["enabled"], "presence.enabled"),
      presenceKey: presenceKey(presence["key"], faults),
      replay: broadcast["replay"],
      replicationReady: flag(broadcast["replication_ready"], "broadcast.replication_ready"),
      postgresChanges: Array.isArray(changes) ? changes.filter(isJsonObject) : [],
    },
    faults,
  };
}

function presenceKey(value: Json | undefined, faults: string[]): string {
  if (typeof value === "object" && value !== null) faults.push("presence.key");
  else if (value !== undefined && value !== null && value !== "") return String(value);
  return randomUUID();
}

/** The token a join is judged by: its own, or the connection's where it has none or an API key. */
export function chooseToken(payload: Json, connectionToken: string): string {
  if (!isJsonObject(payload)) return connectionToken;
  const { access_token: accessToken, user_token: userToken } = payload;
  const named = accessToken ?? userToken;
  if (typeof named === "string" && named.startsWith("sb_")) return connectionToken;
  if (typeof userToken === "string") return userToken;
  return typeof accessToken === "string" ? accessToken : connectionToken;
}
