/** Codes as an authenticator app shows them. */
import { setTimeout as sleep } from "node:timers/promises";
import { TOTP } from "otpauth";

const PERIOD = 30;

/**
 * The code of a secret `later` seconds from now. Auth takes those of one period to either side, each once: tests take the
 * one before, the present and the next one, and wait where this period is about to end before the code is sent.
 */
export async function codeOf(secret: string, later = 0): Promise<string> {
  const left = PERIOD - ((Date.now() / 1000) % PERIOD);
  if (left < 10) await sleep(left * 1000 + 50);
  return new TOTP({ secret }).generate({ timestamp: Date.now() + later * 1000 });
}
