/** This page's part in the presence of one topic: says what the person does, and follows what the others do. */
import { PeopleTracker, PresencePacer, type ReadWho } from "./presence";

/** The server's time, whatever this device's clock says and whoever sets it meanwhile. */
export class ServerClock {
  private offset = Date.now() - performance.now();

  /** @param time of an answer's Date header, which has whole seconds: milliseconds since 1970 */
  heard(time: number): void {
    const offset = time + 500 - performance.now();
    if (Math.abs(offset - this.offset) > 1500) this.offset = offset;
  }

  now(): number {
    return performance.now() + this.offset;
  }
}

export class PresenceKeeper<About extends object, Who extends string> {
  private readonly pacer: PresencePacer<About>;
  private readonly tracker: PeopleTracker<Who>;
  private paceTimer: ReturnType<typeof setTimeout> | undefined;
  private peopleTimer: ReturnType<typeof setTimeout> | undefined;
  private isLive = false;

  constructor(
    private readonly options: {
      about: About;
      /** Under which the others see this page. */
      key: string;
      readWho: ReadWho<Who>;
      clock: ServerClock;
      track: (state: Record<string, unknown>) => void;
      onPeople: (people: Map<Who, { isTyping: boolean }>) => void;
    },
  ) {
    this.pacer = new PresencePacer(options.about);
    this.tracker = new PeopleTracker(options.key, options.readWho);
  }

  /**
   * The topic was joined, or lost.
   *
   * @param pushes when this page has told it something, in any of its rooms' lives
   */
  setLive(isLive: boolean, pushes: number[]): void {
    this.isLive = isLive;
    if (isLive) this.pacer.joined(pushes);
    else this.tracker.update({}, this.options.clock.now());
    this.pace();
    this.show();
  }

  heard(states: Record<string, unknown[]>): void {
    this.tracker.update(states, this.options.clock.now());
    this.show();
  }

  /** A message of theirs ends their typing. */
  said(who: Who): void {
    this.tracker.said(who, this.options.clock.now());
    this.show();
  }

  typed(): void {
    this.pacer.typed(performance.now());
    this.pace();
  }

  sent(): void {
    this.pacer.sent();
  }

  stop(): void {
    this.isLive = false;
    clearTimeout(this.paceTimer);
    clearTimeout(this.peopleTimer);
  }

  private pace(): void {
    clearTimeout(this.paceTimer);
    if (!this.isLive) return;
    const now = performance.now();
    const state = this.pacer.take(now, this.options.clock.now());
    if (state) this.options.track(state);
    const dueAt = this.pacer.dueAt(now);
    if (dueAt !== null) this.paceTimer = setTimeout(() => this.pace(), dueAt - now + 1);
  }

  private show(): void {
    clearTimeout(this.peopleTimer);
    const now = this.options.clock.now();
    this.options.onPeople(this.tracker.people(now));
    const changesAt = this.tracker.changesAt(now);
    if (changesAt !== null) this.peopleTimer = setTimeout(() => this.show(), changesAt - now + 10);
  }
}
