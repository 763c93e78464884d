/** `npm start`: the embedded Supabase (unless SUPABASE_URL names another), the built app and the worker, until Ctrl-C. */
import { appEnvironment, appPort, fileLog, keepWorker, startApp, untilAppAnswers, workerEnvironment } from "./support/app";
import { dataFiles } from "../supabase/stack/stack";
import { dataDir, loadDotEnv, openBackend, root, say } from "./support/backend";
import { ensureBuild } from "./support/build";
import { runUntilStopped } from "./support/run";
import { welcome } from "./demo";

loadDotEnv();
await runUntilStopped(async ({ signal, onStop }) => {
  const port = await appPort();
  // The stack starts while the app is built; if one of the two fails, the other must not be left behind.
  const [backend, build] = await Promise.allSettled([openBackend(say), ensureBuild(root, say, signal)]);
  if (backend.status === "rejected") throw backend.reason as Error;
  onStop(() => backend.value.stop());
  if (build.status === "rejected") throw build.reason as Error;
  signal.throwIfAborted();

  const env = appEnvironment(backend.value, port, "production");
  const files = dataFiles(dataDir);
  const log = fileLog(files.appLog);
  const app = startApp(env, log.write);
  onStop(() => app.stop());
  await untilAppAnswers(app, port, signal);
  const worker = keepWorker(workerEnvironment(backend.value, env), { onLine: fileLog(files.workerLog).write });
  onStop(() => worker.stop());
  for (const line of welcome({ appUrl: env.APP_URL ?? "", mailUrl: env.MAIL_WEB_URL, isDemo: backend.value.isDemo })) say(line);
  return { failure: app.ended.then((code) => `The app ended by itself (${code}). Its last lines are in ${log.file}.`) };
});
