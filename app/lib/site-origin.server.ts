import { env } from "~/lib/env.server";

/** Where people reach this installation, for addresses they are shown and may copy: `https://help.example.com`. */
export function siteOrigin(request: Request): string {
  return new URL(env.APP_URL ?? request.url).origin;
}
