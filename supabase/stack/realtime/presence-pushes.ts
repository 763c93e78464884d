import type { RealtimeLimits } from "./limits";

/** Counts one channel's presence pushes in windows that begin with the first push. */
export class PresencePushes {
  #count = 0;
  #resetAt = -Infinity;

  constructor(private readonly limits: Pick<RealtimeLimits, "maxPresencePushes" | "presenceWindowMs">) {}

  /** Whether one more push is within the limit at time `now` (milliseconds). */
  admit(now: number): boolean {
    if (now > this.#resetAt) {
      this.#count = 0;
      this.#resetAt = now + this.limits.presenceWindowMs;
    }
    if (this.#count >= this.limits.maxPresencePushes) return false;
    this.#count++;
    return true;
  }
}
