/** Takes jobs from the queue and runs them, until stopped. */
import PgBoss from "pg-boss";
import { openDatabase } from "./database";
import { type WorkerEnvironment } from "./environment";
import { checkAttachments } from "./jobs/check-attachments";
import { eraseCustomers } from "./jobs/erase-customers";
import { exportWorkspace } from "./jobs/export-workspace";
import { type Job, type JobTools } from "./jobs/job";
import { playSlaWhatIf } from "./jobs/play-sla-what-if";
import { recalculateSla } from "./jobs/recalculate-sla";
import { removeAttachments } from "./jobs/remove-attachments";
import { removeWorkspaceExport } from "./jobs/remove-workspace-export";
import { sendAccessLink } from "./jobs/send-access-link";
import { sendInvitation } from "./jobs/send-invitation";
import { sendSlaNotices } from "./jobs/send-sla-notices";
import { sendTicketConfirmation } from "./jobs/send-ticket-confirmation";
import { sendTranscript } from "./jobs/send-transcript";
import { sendWorkspaceDeletion } from "./jobs/send-workspace-deletion";
import { sendWorkspaceExport } from "./jobs/send-workspace-export";
import { log, reason } from "./log";
import { createMailer } from "./mail";
import { openStorage } from "./storage";
import { startDataSweep } from "./sweep-data";
import { startSlaSweep } from "./sweep-sla-clocks";

/** Every kind of job that runs here. */
const jobs: Job[] = [
  sendTicketConfirmation,
  sendAccessLink,
  sendInvitation,
  sendTranscript,
  checkAttachments,
  removeAttachments,
  recalculateSla,
  playSlaWhatIf,
  sendSlaNotices,
  exportWorkspace,
  removeWorkspaceExport,
  eraseCustomers,
  sendWorkspaceDeletion,
  sendWorkspaceExport,
];

/** Outcomes that somebody should know of. */
const toLookAt = new Set(["rejected", "malformed", "content_differs", "failed"]);

/** How many jobs of one kind run at once, but where the job says otherwise. */
const LANES = 4;
const POLL_SECONDS = 1;

/** How long a stop waits for jobs under way, in milliseconds; those cut off are run again later. */
const GRACE_MS = 8000;

async function work(boss: PgBoss, job: Job, tools: JobTools): Promise<void> {
  let lane = "";
  const run = async ([entry]: PgBoss.JobWithMetadata<unknown>[]) => {
    if (!entry) return undefined;
    // Asks for the next job at once after this one; the pause is for an empty queue.
    boss.notifyWorker(lane);
    const started = Date.now();
    const about = { job: job.name, job_id: entry.id };
    const isLast = entry.retryCount >= entry.retryLimit;
    let failure: string;
    try {
      const result = await job.run(entry.data, tools, { isLast });
      log(toLookAt.has(result.outcome) ? "warn" : "info", "job_done", { ...about, ms: Date.now() - started, ...result });
      return result;
    } catch (error) {
      failure = reason(error);
    }
    log(isLast ? "error" : "warn", isLast ? "job_given_up" : "job_failed", {
      ...about,
      ms: Date.now() - started,
      attempt: entry.retryCount + 1,
      of: entry.retryLimit + 1,
      reason: failure,
    });
    // A plain error: the queue keeps it, and a mail library's own may hold the server's address and login.
    throw new Error(failure);
  };
  lane = await boss.work<unknown>(job.name, { batchSize: 1, pollingIntervalSeconds: POLL_SECONDS, includeMetadata: true }, run);
}

export type Worker = { stop(): Promise<void> };

/**
 * Starts working. Waits for a database that cannot be reached yet.
 *
 * @throws when the database answers but is not ours to use: wrong password, migrations missing
 */
export async function startWorker(environment: WorkerEnvironment): Promise<Worker> {
  const database = openDatabase(environment.databaseUrl);
  // The tables come from the migrations, so that hosted databases are never changed behind their owner's back. Jobs are
  // asked for by polling; maintenance gives jobs of a worker that vanished to another one, and archives what is done.
  const boss = new PgBoss({
    db: { executeSql: (text, values) => database.executeSql(text, values) },
    migrate: false,
    schedule: false,
    supervise: true,
    maintenanceIntervalSeconds: 30,
  });
  boss.on("error", (error) => log("error", "queue_error", { reason: reason(error) }));
  const storage = openStorage(environment.supabase);
  try {
    await boss.start();
    const { appUrl, mailFrom } = environment;
    const tools: JobTools = { database, mailer: createMailer(environment), storage, appUrl, mailFrom };
    for (const job of jobs) for (let lane = 0; lane < (job.lanes ?? LANES); lane += 1) await work(boss, job, tools);
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => undefined);
    await database.close(0);
    throw error;
  }
  const stopSweeps = [startSlaSweep(database), startDataSweep(database, storage)];
  log("info", "worker_started", { jobs: jobs.map(({ name }) => name).join(" "), lanes: LANES });
  return {
    async stop() {
      await boss
        .stop({ graceful: true, timeout: GRACE_MS })
        .catch((error: unknown) => log("warn", "queue_error", { reason: reason(error) }));
      // A database that is away is not waited for: closing ends the attempts.
      const swept = stopSweeps.map((stopSweep) => stopSweep());
      await database.close(1000);
      await Promise.all(swept);
      log("info", "worker_stopped");
    },
  };
}
