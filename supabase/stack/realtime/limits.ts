/**
 * Every bound and deliberate delay of the Realtime server. Sizes are bytes, rates are events per
 * second averaged over 60 seconds, fields ending in `Ms` are milliseconds.
 */
export interface RealtimeLimits {
  /** Sockets with at least one joined channel. */
  maxConcurrentSockets: number;
  maxJoinsPerSecond: number;
  maxChannelsPerSocket: number;
  /** Messages sent plus every single delivery. */
  maxEventsPerSecond: number;
  maxPresenceEventsPerSecond: number;
  /** Presence pushes one channel may make per `presenceWindowMs`; the next one closes it. */
  maxPresencePushes: number;
  presenceWindowMs: number;
  maxPayloadBytes: number;
  maxFrameBytes: number;
  maxReplayRows: number;
  /** Unsent bytes after which a slow consumer's socket is cut, so that it cannot eat the memory. */
  maxBufferedBytes: number;
  /** Frames of one socket that may wait for an answer before it is no longer read from. */
  maxPendingFrames: number;
  /** A project that refuses public channels altogether. */
  privateOnly: boolean;
  handshakeErrorDelayMs: number;
  joinErrorDelayMs: number;
  idleTimeoutMs: number;
  /** How often sockets that left all their channels are cut. */
  emptySocketSweepMs: number;
  /** How often a channel verifies its token again (sooner when it expires sooner). */
  tokenCheckMs: number;
  eventRateCheckMs: number;
  replicationReadyPollMs: number;
  replicationReadyTimeoutMs: number;
  /** First and longest pause between attempts to reach the database again. */
  databaseRetryMinMs: number;
  databaseRetryMaxMs: number;
  partitionMaintenanceMs: number;
}

/** The numbers of the hosted Free plan where it is stricter than a self-hosted server. */
export const defaultLimits: Readonly<RealtimeLimits> = {
  maxConcurrentSockets: 200,
  maxJoinsPerSecond: 100,
  maxChannelsPerSocket: 100,
  maxEventsPerSecond: 100,
  maxPresenceEventsPerSecond: 20,
  maxPresencePushes: 5,
  presenceWindowMs: 30_000,
  maxPayloadBytes: 256_000,
  maxFrameBytes: 5_000_000,
  maxReplayRows: 25,
  maxBufferedBytes: 16_000_000,
  maxPendingFrames: 256,
  privateOnly: false,
  handshakeErrorDelayMs: 2_000,
  joinErrorDelayMs: 5_000,
  idleTimeoutMs: 60_000,
  emptySocketSweepMs: 600_000,
  tokenCheckMs: 300_000,
  eventRateCheckMs: 5_000,
  replicationReadyPollMs: 500,
  replicationReadyTimeoutMs: 60_000,
  databaseRetryMinMs: 100,
  databaseRetryMaxMs: 2_000,
  partitionMaintenanceMs: 3 * 3_600_000,
};

/** Slack the payload limit is given, because it is meant for the payload without its envelope. */
const payloadSlackBytes = 500;

/** Whether a payload of so many bytes is over the limit. */
export function isOversize(bytes: number, limits: RealtimeLimits): boolean {
  return bytes > limits.maxPayloadBytes + payloadSlackBytes;
}
