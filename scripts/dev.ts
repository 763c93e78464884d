/** `npm run dev`: as `npm start`, but compiled on the fly and reloaded on every change. */
import { appEnvironment, appPort, keepWorker, startApp, untilAppAnswers } from "./support/app";
import { giveUp, loadDotEnv, openBackend, say } from "./support/backend";
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
  const backend = await openBackend(say);
  stops.push(() => backend.stop());
  const env = appEnvironment(backend, port, "development");
  const app = startApp(env);
  stops.push(() => app.stop());
  await untilAppAnswers(app, port);
  const worker = keepWorker(env, { watch: true });
  stops.push(() => worker.stop());
  for (const line of welcome({ appUrl: env.APP_URL ?? "", mailUrl: env.MAIL_WEB_URL, isDemo: backend.isDemo })) say(line);

  const end = await Promise.race([stopped, app.ended]);
  if (end !== undefined) throw new Error(`The app ended by itself (${end}).`);
  say("\nStopping …");
  await stopAll();
  process.exit(0);
} catch (error) {
  await stopAll();
  giveUp(error);
}
