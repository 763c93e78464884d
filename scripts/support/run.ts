import { giveUp, say } from "./backend";
import { untilStopped } from "./children";

export type Run = {
  /** Aborted when we are to stop, also while still starting. */
  signal: AbortSignal;
  /** What is to be undone at the end, last first. */
  onStop: (stop: () => Promise<void>) => void;
};

/**
 * Starts parts, waits for Ctrl-C or for a part to end by itself, and stops them in the opposite order. Ends the process.
 * @param start puts everything into motion and returns a promise that settles, with a sentence, if a part ends by itself.
 */
export async function runUntilStopped(start: (run: Run) => Promise<{ failure: Promise<string> }>): Promise<never> {
  const controller = new AbortController();
  const stops: (() => Promise<void>)[] = [];
  const stopped = untilStopped().then(() => {
    say("\nStopping …");
    controller.abort();
    return undefined;
  });
  const stopAll = async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  };
  try {
    const { failure } = await start({ signal: controller.signal, onStop: (stop) => void stops.push(stop) });
    const words = await Promise.race([stopped, failure]);
    await stopAll();
    if (words !== undefined) giveUp(words);
  } catch (error) {
    await stopAll();
    if (!controller.signal.aborted) giveUp(error);
  }
  process.exit(0);
}
