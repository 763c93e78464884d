/** Sends what a person writes: one line at a time, in order, for as long as it takes. */
import type { Outgoing } from "./line";
import type { LineLog } from "./line-log";
import type { Outbox } from "./outbox";
import * as lines from "./outgoing";
import type { RoomRequests } from "./room-requests";

type SenderOptions = {
  roomId: string;
  requests: RoomRequests;
  outbox: Outbox;
  getLog: () => LineLog;
  setLog: (log: LineLog) => void;
  /** Takes in a line as the server answered it. @returns false for anything else */
  receive: (payload: unknown) => boolean;
  onSignedOut: () => void;
  /** A refusal says that the room is not as this page thinks. */
  onRefused: () => void;
};

const resendMs = [1000, 2000, 5000, 10_000, 15_000];

export class LineSender {
  private readonly outbox: Outbox;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private resends = 0;
  /** By a clock that nobody sets. */
  private resendAt = 0;
  private isRunning = false;
  /** Of several pages of one person, one sends. */
  private isOwner = false;
  private posting: string | undefined;

  constructor(private readonly options: SenderOptions) {
    this.outbox = options.outbox;
  }

  start(): () => void {
    const { getLog, setLog, receive } = this.options;
    this.isRunning = true;
    const close = this.outbox.open({
      onLines: (kept) => {
        setLog(lines.restore(getLog(), kept));
        void this.pump();
      },
      onOwner: (isOwner) => {
        this.isOwner = isOwner;
        if (!isOwner) return;
        // Whoever sent these is gone. Once more is harmless: the server knows a line by its client id.
        for (const { clientId, state } of getLog().outgoing) {
          if (state === "sending" && clientId !== this.posting) setLog(lines.mark(getLog(), clientId, "queued"));
        }
        void this.pump();
      },
      onSent: (line) => void receive(line),
      onState: (clientId, state) => {
        if (!this.isOwner) setLog(lines.mark(getLog(), clientId, state));
      },
      onAsked: () => {
        // Asked, because a hidden page's timers hardly run.
        if (performance.now() >= this.resendAt) void this.pump();
      },
    });
    return () => {
      this.isRunning = this.isOwner = false;
      clearTimeout(this.timer);
      close();
    };
  }

  /** Shows the line at once and sends it as soon as its turn comes. */
  send(line: Omit<Outgoing, "state" | "writtenAt">): void {
    const queued: Outgoing = { ...line, writtenAt: new Date().toISOString(), state: "queued" };
    this.outbox.put(queued);
    const { getLog, setLog } = this.options;
    // The page that sends is a moment away: without this its answer would be seen to come.
    setLog(lines.enqueue(getLog(), this.isOwner ? queued : { ...queued, state: "sending" }));
    void this.pump();
  }

  retry(clientId: string): void {
    const { getLog, setLog } = this.options;
    setLog(lines.mark(getLog(), clientId, "queued"));
    const line = this.find(clientId);
    if (line) this.outbox.put(line);
    void this.pump();
  }

  /** @returns the line, so that its text can be put back where it was written */
  discard(clientId: string): Outgoing | undefined {
    const { getLog, setLog } = this.options;
    const line = this.find(clientId);
    setLog(lines.discard(getLog(), clientId));
    this.outbox.remove(clientId);
    return line;
  }

  /** The network may be back, or the session. */
  wake(): void {
    if (this.isOwner) void this.pump();
    else this.tick();
  }

  /** To be called now and then while somebody looks. */
  tick(): void {
    const isWaiting = this.options.getLog().outgoing.some(({ state }) => state === "queued" || state === "sending");
    if (isWaiting && this.isRunning && !this.isOwner) this.outbox.ask();
  }

  private find(clientId: string): Outgoing | undefined {
    return this.options.getLog().outgoing.find((line) => line.clientId === clientId);
  }

  private async pump(): Promise<void> {
    const next = this.isRunning && this.isOwner ? lines.nextToSend(this.options.getLog()) : undefined;
    if (!next || this.posting) return;
    this.posting = next.clientId;
    this.say(next.clientId, "sending");
    const isDone = await this.post(next);
    this.posting = undefined;
    clearTimeout(this.timer);
    if (isDone) {
      this.resends = this.resendAt = 0;
      return this.pump();
    }
    this.say(next.clientId, "queued");
    const delay = resendMs[Math.min(this.resends++, resendMs.length - 1)] ?? 0;
    this.resendAt = performance.now() + delay;
    this.timer = setTimeout(() => void this.pump(), delay);
  }

  private say(clientId: string, state: "queued" | "sending"): void {
    const { getLog, setLog } = this.options;
    setLog(lines.mark(getLog(), clientId, state));
    this.outbox.tell(clientId, state);
  }

  /** @returns false when it is worth another try: the server may have it, and then knows it by its client id */
  private async post({ clientId, body, replyTo, attachments }: Outgoing): Promise<boolean> {
    const { roomId, requests, getLog, setLog, receive, onSignedOut, onRefused } = this.options;
    const answer = await requests.post({
      room_id: roomId,
      client_id: clientId,
      body,
      reply_to_seq: replyTo && String(replyTo.seq),
      attachment_ids: attachments?.map(({ id }) => id),
    });
    if (answer.kind === "ok") {
      const { line, movedTo } = answer.json as { line?: unknown; movedTo?: unknown };
      if (typeof movedTo === "string") {
        this.discard(clientId);
        location.assign(movedTo);
        return true;
      }
      if (!receive(line)) return false;
      this.outbox.remove(clientId, line);
      return true;
    }
    if (answer.kind === "refused") {
      setLog(lines.mark(getLog(), clientId, "failed", answer.words));
      const failed = this.find(clientId);
      if (failed) this.outbox.put(failed);
      else this.outbox.remove(clientId);
      onRefused();
      return true;
    }
    if (answer.kind === "signed_out") onSignedOut();
    return false;
  }
}
