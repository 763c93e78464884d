import { type Database } from "../database";
import { type Mailer } from "../mail";
import { type Storage } from "../storage";

/** What a job may use. */
export type JobTools = { database: Database; mailer: Mailer; storage: Storage; appUrl: string; mailFrom: string };

/** How a job ended, for the log and for the queue's own record. */
export type JobResult = { outcome: string } & Record<string, string | number | undefined>;

/** `isLast`: what is thrown now is not tried again. */
export type Attempt = { isLast: boolean };

/**
 * One kind of job. Its name is that of its file and of its queue, which a migration makes. `run` throws to be tried
 * again later, by the queue's rules; what will never work it must answer as an outcome instead.
 */
export type Job = {
  name: string;
  /** How many run at once; without it as many as the worker has for each kind. */
  lanes?: number;
  run(data: unknown, tools: JobTools, attempt: Attempt): Promise<JobResult>;
};
