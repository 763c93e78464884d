/** The worker's program: checks its environment, works until SIGTERM or SIGINT, then finishes what is under way. */
import { parseWorkerEnvironment, WorkerEnvironmentError } from "./environment";
import { log, reason } from "./log";
import { startWorker } from "./worker";

let stop: (() => Promise<void>) | undefined;
let isStopping = false;

function shutDown(): void {
  // A second signal means: now.
  if (isStopping) process.exit(1);
  isStopping = true;
  if (!stop) process.exit(0);
  stop().then(
    () => process.exit(0),
    (error: unknown) => {
      log("error", "worker_stop_failed", { reason: reason(error) });
      process.exit(1);
    },
  );
}

process.on("SIGTERM", shutDown);
process.on("SIGINT", shutDown);
process.on("unhandledRejection", (error) => {
  log("error", "worker_crashed", { reason: reason(error) });
  process.exit(1);
});

try {
  const environment = parseWorkerEnvironment(process.env);
  const worker = await startWorker(environment);
  stop = () => worker.stop();
} catch (error) {
  if (error instanceof WorkerEnvironmentError) process.stderr.write(`${error.message}\n`);
  else log("error", "worker_not_started", { reason: reason(error) });
  process.exit(1);
}
