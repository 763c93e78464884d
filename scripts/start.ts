/** `npm start`: the embedded Supabase (unless SUPABASE_URL names another), the built app and the worker, until Ctrl-C. */
import { appEnvironment, appPort, fileLog, keepWorker, startApp, untilAppAnswers } from "./support/app";
import { giveUp, loadDotEnv, openBackend, root, say } from "./support/backend";
import { ensureBuild } from "./support/build";
import { untilStopped } from "./support/children";
import { welcome } from "./demo";

loadDotEnv();
const stopped = untilStopped();
const stops: (() => Promise<void>)[] = [];
const stopAll = async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
};

try {
  const port = await appPort();
  // The stack starts while the app is built; if one of the two fails, the other must not be left behind.
  const [backend, build] = await Promise.allSettled([openBackend(say), ensureBuild(root, say)]);
  if (backend.status === "fulfilled") stops.push(() => backend.value.stop());
  if (backend.status === "rejected") throw backend.reason as Error;
  if (build.status === "rejected") throw build.reason as Error;

  const env = appEnvironment(backend.value, port, "production");
  const log = fileLog("app.log");
  const app = startApp(env, log.write);
  stops.push(() => app.stop());
  await untilAppAnswers(app, port);
  const worker = keepWorker(env, { onLine: fileLog("worker.log").write });
  stops.push(() => worker.stop());
  for (const line of welcome({ appUrl: env.APP_URL ?? "", mailUrl: env.MAIL_WEB_URL, isDemo: backend.value.isDemo })) say(line);

  const end = await Promise.race([stopped, app.ended]);
  if (end !== undefined) throw new Error(`The app ended by itself (${end}). Its last lines are in ${log.file}.`);
  say("\nStopping …");
  await stopAll();
  process.exit(0);
} catch (error) {
  await stopAll();
  giveUp(error);
}
