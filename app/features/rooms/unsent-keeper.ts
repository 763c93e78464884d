/**
 * Sends what waits in rooms that are not open, in the same way as their pages would: by the same sender, and with the same
 * lock, so that it goes on where a page was left and a page goes on where this was. A chunk of its own.
 */
import { onWake } from "~/lib/realtime/wake";
import { openOutbox, unsentPlaces } from "./browser-outbox";
import { record } from "./line";
import { startLog, type LineLog } from "./line-log";
import { LineSender } from "./line-sender";
import { lookMs, outboxKey, type Outbox, type OutboxPlace } from "./outbox";
import { discard } from "./outgoing";
import type { Side } from "./presence";
import { roomRequests } from "./room-requests";

export type KeeperOptions = {
  side: Side;
  /** Whose lines; without it those of everybody of this side. */
  personId?: string;
  fetch?: typeof fetch;
  places?: (side: Side) => Promise<OutboxPlace[]>;
  open?: (place: OutboxPlace) => Outbox;
};

/** After the last line, so that it is taken out of the store before the lock is given back. */
const restMs = 1000;

type Sending = { sender: LineSender; stop: () => void };

export class UnsentKeeper {
  private readonly sending = new Map<string, Sending>();
  private isRunning = false;
  private isSignedOut = false;

  constructor(private readonly options: KeeperOptions) {}

  start(): () => void {
    this.isRunning = true;
    const stopListening = onWake(() => this.wake());
    const timer = setInterval(() => this.look(), lookMs);
    this.look();
    return () => {
      this.isRunning = false;
      stopListening();
      clearInterval(timer);
      for (const { stop } of this.sending.values()) stop();
    };
  }

  /** The network may be back, or the session; or a room was left. */
  wake(): void {
    this.isSignedOut = false;
    this.look();
  }

  private look(): void {
    if (this.isSignedOut) return;
    const { side, personId, places = unsentPlaces } = this.options;
    for (const { sender } of this.sending.values()) sender.wake();
    // Where the browser keeps nothing for all its pages, each room's own page has what it wrote.
    void places(side).then(
      (kept) => kept.filter((place) => personId === undefined || place.personId === personId).forEach((place) => this.send(place)),
      () => undefined,
    );
  }

  private send(place: OutboxPlace): void {
    const { url, roomId } = place;
    const key = outboxKey(place);
    if (!this.isRunning || this.sending.has(key)) return;
    const { fetch, open = openOutbox } = this.options;
    const { sending } = this;
    let log = startLog([]);
    let timer: ReturnType<typeof setTimeout> | undefined;
    function setLog(next: LineLog) {
      log = next;
      const isWaiting = log.outgoing.some(({ state }) => state === "queued" || state === "sending");
      clearTimeout(timer);
      if (!isWaiting) timer = setTimeout(() => sending.get(key)?.stop(), restMs);
    }
    const sender = new LineSender({
      roomId,
      requests: roomRequests({ url, fetch }),
      outbox: open(place),
      getLog: () => log,
      setLog,
      receive(payload) {
        const { seq, client_id: clientId } = record(payload) ?? {};
        if (typeof seq !== "number" || typeof clientId !== "string") return false;
        setLog(discard(log, clientId));
        return true;
      },
      onSignedOut: () => {
        this.isSignedOut = true;
        sending.get(key)?.stop();
      },
      onRefused: () => undefined,
    });
    const end = sender.start();
    const stop = () => {
      clearTimeout(timer);
      sending.delete(key);
      end();
    };
    sending.set(key, { sender, stop });
  }
}
