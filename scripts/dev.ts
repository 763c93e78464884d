/** `npm run dev`: as `npm start`, but compiled on the fly and reloaded on every change. */
import { appEnvironment, appPort, keepWorker, startApp, untilAppAnswers, workerEnvironment } from "./support/app";
import { loadDotEnv, openBackend, say } from "./support/backend";
import { runUntilStopped } from "./support/run";
import { welcome } from "./demo";

loadDotEnv();
await runUntilStopped(async ({ signal, onStop }) => {
  const port = await appPort();
  const backend = await openBackend(say);
  onStop(() => backend.stop());
  signal.throwIfAborted();

  const env = appEnvironment(backend, port, "development");
  const app = startApp(env);
  onStop(() => app.stop());
  await untilAppAnswers(app, port, signal);
  const worker = keepWorker(workerEnvironment(backend, env), { watch: true });
  onStop(() => worker.stop());
  for (const line of welcome({ appUrl: env.APP_URL ?? "", mailUrl: env.MAIL_WEB_URL, isDemo: backend.isDemo })) say(line);
  return { failure: app.ended.then((code) => `The app ended by itself (${code}).`) };
});
