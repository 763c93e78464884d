const windowSeconds = 60;

/** Of a clock that nobody can set back. */
function currentSecond(): number {
  return Math.floor(performance.now() / 1000);
}

/**
 * Counts events in a ring of one-second buckets and answers their average over the last 60 seconds.
 * The window counts as full from the start, so a burst after a quiet minute is tolerated.
 */
export class RateCounter {
  readonly #buckets = new Float64Array(windowSeconds);
  #sum = 0;
  #second = currentSecond();

  constructor(readonly limitPerSecond: number) {}

  add(events = 1): void {
    this.#roll();
    const slot = this.#second % windowSeconds;
    this.#buckets[slot] = (this.#buckets[slot] ?? 0) + events;
    this.#sum += events;
  }

  /** Events per second, averaged over the last minute. */
  average(): number {
    this.#roll();
    return this.#sum / windowSeconds;
  }

  isExceeded(): boolean {
    return this.average() >= this.limitPerSecond;
  }

  #roll(): void {
    const now = currentSecond();
    const elapsed = Math.min(now - this.#second, windowSeconds);
    for (let step = 1; step <= elapsed; step++) {
      const slot = (this.#second + step) % windowSeconds;
      this.#sum -= this.#buckets[slot] ?? 0;
      this.#buckets[slot] = 0;
    }
    if (elapsed > 0) this.#second = now;
  }
}
