import { AuthorizationError, checkRead, type Policies } from "./authorization";
import { Channel } from "./channel";
import type { Connection } from "./connection";
import { describe, type Context } from "./context";
import { DatabaseUnavailable, sqlState } from "./database";
import { isJsonObject, type InboundFrame } from "./framing";
import { chooseToken, parseJoin, type JoinConfig } from "./join-config";
import { TokenError } from "./jwt";
import { fetchReplay, parseReplay, type ReplayedMessage } from "./replay";

const topicPrefix = "realtime:";

/** A join that was refused, with the reason the client gets. */
export class JoinRefusal extends Error {
  constructor(
    reason: string,
    readonly options: { immediate?: boolean; closeSocket?: boolean } = {},
  ) {
    super(reason);
  }
}

/**
 * Admits a channel, hands it to `register` and opens it, or throws a JoinRefusal. The order of the
 * checks is the protocol's.
 */
export async function join(
  context: Context,
  connection: Connection,
  frame: InboundFrame,
  register: (channel: Channel) => void,
): Promise<void> {
  if (frame.topic === topicPrefix) throw new JoinRefusal("TopicNameRequired: You must provide a topic name");
  if (!frame.topic.startsWith(topicPrefix)) throw new JoinRefusal("unmatched topic", { immediate: true });
  const name = frame.topic.slice(topicPrefix.length);
  const payload = frame.body.kind === "json" ? frame.body.payload : null;
  const { config, faults } = parseJoin(payload);
  if (faults.length > 0) context.log(`InvalidJoinPayload on ${JSON.stringify(name)}: ${faults.join(", ")}`);

  checkLimits(context, connection, config);
  const token = context.verifier.resolve(chooseToken(payload, connection.token));
  try {
    const claims = await context.verifier.verify(token);
    const policies = await authorize(context, connection, name, config, claims);
    if (connection.isClosed) throw new JoinRefusal("Unknown Error on Channel");
    context.joinedSockets.add(connection);
    const channel = new Channel(context, connection, { name, joinRef: frame.joinRef, config, grant: { token, claims, policies } });
    try {
      // The channel listens already, so that hardly anything falls between what is stored and what is live.
      const replayed = await replay(context, name, config);
      if (connection.isClosed) throw new JoinRefusal("Unknown Error on Channel");
      register(channel);
      channel.open(frame.ref, replayed);
    } catch (error) {
      channel.dispose();
      throw error;
    }
  } catch (error) {
    throw toRefusal(error, name, context);
  }
}

function checkLimits(context: Context, connection: Connection, config: JoinConfig): void {
  const { limits, rates, joinedSockets } = context;
  if (limits.privateOnly && !config.isPrivate) {
    throw new JoinRefusal("PrivateOnly: This project only allows private channels");
  }
  if (!joinedSockets.has(connection) && joinedSockets.size >= limits.maxConcurrentSockets) {
    throw new JoinRefusal("ConnectionRateLimitReached: Too many connected users");
  }
  if (rates.joins.isExceeded()) {
    throw new JoinRefusal("ClientJoinRateLimitReached: Too many joins per second", { closeSocket: true });
  }
  rates.joins.add();
  if (connection.channelCount >= limits.maxChannelsPerSocket) {
    throw new JoinRefusal("ChannelRateLimitReached: Too many channels");
  }
}

async function authorize(
  context: Context,
  connection: Connection,
  name: string,
  config: JoinConfig,
  claims: Awaited<ReturnType<Context["verifier"]["verify"]>>,
): Promise<Policies> {
  const { database, stream } = context;
  if (!config.isPrivate) {
    // Public channels need a reachable database too; a live stream is proof enough.
    if (!stream.isLive) await database.query("select 1");
    return {};
  }
  const actor = { claims, headers: connection.headers };
  const policies = await checkRead(database, name, actor, config.presenceEnabled);
  const isReader = policies.broadcastRead === true || policies.presenceRead === true;
  const mayReplay = config.replay === undefined || policies.broadcastRead === true;
  if (!isReader || !mayReplay) throw unauthorized(name);
  return policies;
}

async function replay(context: Context, name: string, config: JoinConfig): Promise<ReplayedMessage[]> {
  if (config.replay === undefined) return [];
  if (!config.isPrivate) throw new JoinRefusal("UnableToReplayMessages: Replay is not allowed for public channels");
  if (!isJsonObject(config.replay)) return [];
  const request = parseReplay(config.replay, context.limits.maxReplayRows);
  if (!request) throw new JoinRefusal("UnableToReplayMessages: Replay params are not valid");
  return fetchReplay(context.database, name, request);
}

function unauthorized(name: string): JoinRefusal {
  return new JoinRefusal(`Unauthorized: You do not have permissions to read from this Channel topic: ${name}`);
}

function toRefusal(error: unknown, name: string, context: Context): JoinRefusal {
  if (error instanceof JoinRefusal) return error;
  if (error instanceof TokenError) return new JoinRefusal(error.text.join);
  context.log(`join of ${JSON.stringify(name)} failed: ${describe(error)}`);
  if (error instanceof AuthorizationError) {
    if (error.fault === "policy") return unauthorized(name);
    if (error.fault === "canceled") return new JoinRefusal(`QueryCanceled: ${error.message}`);
    return new JoinRefusal("MissingPartition: Realtime was unable to find the expected messages partition");
  }
  if (error instanceof DatabaseUnavailable) {
    return new JoinRefusal("UnableToConnectToProject: Realtime was unable to connect to the project database");
  }
  if (sqlState(error) === "57014" && error instanceof Error) return new JoinRefusal(`QueryCanceled: ${error.message}`);
  return new JoinRefusal("Unknown Error on Channel");
}
