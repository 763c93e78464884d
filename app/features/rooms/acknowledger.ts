/** Tells the server up to where a person has received and read a room: at once, and then not more often than it is worth. */
import type { Answer } from "./room-requests";

export type Acknowledged = { deliveredSeq: number; readSeq: number };

const paceMs = 2000;
const retryMs = 5000;

export class Acknowledger {
  private wanted: Acknowledged;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isBusy = false;
  private isRunning = false;

  /** @param acknowledged what the server knows already */
  constructor(
    private acknowledged: Acknowledged,
    private readonly post: (wanted: Acknowledged) => Promise<Answer>,
  ) {
    this.wanted = acknowledged;
  }

  start(): () => void {
    this.isRunning = true;
    this.pace();
    return () => {
      this.isRunning = this.isBusy = false;
      clearTimeout(this.timer);
    };
  }

  /** Only ever raises. */
  raise({ deliveredSeq = 0, readSeq = 0 }: Partial<Acknowledged>): void {
    const { wanted } = this;
    this.wanted = {
      deliveredSeq: Math.max(wanted.deliveredSeq, deliveredSeq, readSeq),
      readSeq: Math.max(wanted.readSeq, readSeq),
    };
    this.pace();
  }

  private pace(): void {
    const { wanted, acknowledged } = this;
    const isNew = wanted.deliveredSeq > acknowledged.deliveredSeq || wanted.readSeq > acknowledged.readSeq;
    if (!isNew || this.isBusy || !this.isRunning) return;
    this.isBusy = true;
    void this.post(wanted).then((answer) => {
      // A refusal (the room is not the person's any more) is final: asking again would be no better.
      const isOver = answer.kind === "ok" || answer.kind === "refused";
      if (isOver) this.acknowledged = wanted;
      if (!this.isRunning) return;
      this.timer = setTimeout(
        () => {
          this.isBusy = false;
          this.pace();
        },
        isOver ? paceMs : retryMs,
      );
    });
  }
}
