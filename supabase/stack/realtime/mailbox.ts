type Task = () => void | Promise<void>;

/**
 * Runs tasks strictly one after another in the order given. A task given while nothing is under way
 * runs at once, so work that never waits costs no turn of the event loop.
 */
export class Mailbox {
  readonly #waiting: { task: Task; settled: () => void }[] = [];
  #busy = false;

  constructor(private readonly onError: (error: unknown) => void) {}

  /** `settled` is called when the task has ended, well or badly. */
  post(task: Task, settled: () => void = () => undefined): void {
    this.#waiting.push({ task, settled });
    if (!this.#busy) this.#run();
  }

  #run(): void {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      const { task, settled } = next;
      this.#busy = true;
      let pending: void | Promise<void> = undefined;
      try {
        pending = task();
      } catch (error) {
        this.onError(error);
      }
      if (pending) {
        void pending.catch(this.onError).then(() => {
          this.#busy = false;
          settled();
          this.#run();
        });
        return;
      }
      this.#busy = false;
      settled();
    }
  }
}
