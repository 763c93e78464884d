// @vitest-environment node
import { ESLint } from "eslint";
import tseslint from "typescript-eslint";
import { beforeAll, describe, expect, it } from "vitest";

let eslint: ESLint;

beforeAll(async () => {
  // The files exist only here, so there is no type information; none of these rules needs it.
  eslint = new ESLint({
    overrideConfig: [{ languageOptions: { parserOptions: { projectService: false } } }, tseslint.configs.disableTypeChecked],
  });
  // The first run loads the configuration; on a busy machine that outlasts a test's time.
  await eslint.lintText("", { filePath: "app/routes/_index.tsx" });
}, 60_000);

async function messagesFor(filePath: string, code: string): Promise<string> {
  const [result] = await eslint.lintText(code, { filePath });
  const ours = ["@typescript-eslint/no-restricted-imports", "no-restricted-properties", "no-restricted-syntax"];
  const fatal = result?.messages.filter((message) => message.fatal);
  expect(fatal).toEqual([]);
  return (result?.messages ?? [])
    .filter((message) => ours.includes(message.ruleId ?? ""))
    .map((message) => message.message)
    .join("\n");
}

/** [what the rule says, file, code that breaks it, file, code that does not] */
const cases: [string, RegExp, [string, string], [string, string]][] = [
  [
    "nothing imports from routes",
    /Nothing imports from routes/,
    ["app/features/tickets/ticket-list.tsx", `import { loader } from "~/routes/desk.$workspaceSlug";`],
    ["app/features/tickets/ticket-list.tsx", `import { type loader } from "~/routes/desk.$workspaceSlug"; export type T = typeof loader;`],
  ],
  [
    "a feature does not import another",
    /Let the route compose/,
    ["app/features/tickets/ticket-list.tsx", `import { Room } from "~/features/rooms/room";`],
    [
      "app/features/tickets/ticket-list.tsx",
      `import { Name } from "~/features/workspaces/workspace-name"; import { Row } from "./ticket-row";`,
    ],
  ],
  [
    "a feature's server file does not import another by a relative path",
    /Let the route compose/,
    ["app/features/tickets/tickets.server.ts", `import { openRoom } from "../rooms/rooms.server";`],
    ["app/routes/desk.$workspaceSlug.tsx", `import { openRoom } from "~/features/rooms/rooms.server";`],
  ],
  [
    "components know no feature",
    /components\/ knows no domain/,
    ["app/components/desk-shell.tsx", `import { Row } from "~/features/tickets/ticket-row";`],
    ["app/components/desk-shell.tsx", `import { Button } from "~/components/ui/button";`],
  ],
  [
    "the kit does not import the components above it",
    /lowest layer/,
    ["app/components/ui/button.tsx", `import { SkipLink } from "~/components/skip-link";`],
    ["app/components/ui/button.tsx", `import { Spinner } from "~/components/ui/spinner"; import { cn } from "~/lib/cn";`],
  ],
  [
    "lib does not import components",
    /below the components/,
    ["app/lib/paths.ts", `import { Button } from "~/components/ui/button";`],
    ["app/lib/paths.ts", `import { env } from "~/lib/env.server";`],
  ],
  [
    "lib does not import features",
    /below the features/,
    ["app/lib/paths.ts", `import { Row } from "~/features/tickets/ticket-row";`],
    ["app/routes/_index.tsx", `import { Row } from "~/features/tickets/ticket-row";`],
  ],
  [
    "components do not speak to Supabase",
    /server\.ts and in lib\/ only/,
    ["app/features/tickets/ticket-list.tsx", `import { createClient } from "@supabase/supabase-js";`],
    ["app/features/tickets/tickets.server.ts", `import { createClient } from "@supabase/supabase-js";`],
  ],
  [
    "routes do not speak to Supabase",
    /server\.ts and in lib\/ only/,
    ["app/routes/_index.tsx", `import { createServerClient } from "@supabase/ssr";`],
    ["app/lib/supabase/session.server.ts", `import { createServerClient } from "@supabase/ssr";`],
  ],
  [
    "Radix is wrapped by the kit",
    /Wrap it once/,
    ["app/features/tickets/ticket-menu.tsx", `import { Popover } from "radix-ui";`],
    ["app/components/ui/popover.tsx", `import { Popover } from "radix-ui";`],
  ],
  [
    "app does not import the worker",
    /app\/ stands alone/,
    ["app/lib/jobs.ts", `import { run } from "../../worker/run";`],
    ["app/lib/jobs.ts", `import { run } from "./run";`],
  ],
  [
    "process.env is read in one place",
    /lib\/env\.server\.ts/,
    ["app/lib/mail.server.ts", `export const url = process.env.SMTP_URL;`],
    ["app/lib/env.server.ts", `export const url = process.env.SMTP_URL;`],
  ],
  [
    "no secret key in app",
    /No secret key in app/,
    ["app/lib/supabase/admin.server.ts", `export const key = env.SUPABASE_SECRET_KEY;`],
    ["app/lib/supabase/session.server.ts", `export const key = env.SUPABASE_PUBLISHABLE_KEY;`],
  ],
  [
    "no raw text between tags",
    /People read this/,
    ["app/routes/_index.tsx", `export default () => <p>Hello there</p>;`],
    ["app/routes/_index.tsx", `export default () => <p>{m.common_app_name()} · 3</p>;`],
  ],
  [
    "no raw text in an expression",
    /People read this/,
    ["app/routes/_index.tsx", `export default ({ is }) => <p>{is ? "Yes" : m.common_close()}</p>;`],
    ["app/routes/_index.tsx", `export default ({ is }) => <p className={is ? "a" : "b"}>{is === "x" && m.common_close()}</p>;`],
  ],
  [
    "no raw text in a template",
    /People read this/,
    ["app/components/desk-shell.tsx", "export default ({ n }) => <p>{`Ticket ${n}`}</p>;"],
    ["app/components/desk-shell.tsx", "export default ({ n }) => <p id={`ticket-${n}`}>{`#${n}`}</p>;"],
  ],
  [
    "no raw text in an attribute that is read or spoken",
    /People read this/,
    ["app/features/tickets/x.tsx", `export default () => <input placeholder="Your name" aria-label={"Name"} />;`],
    ["app/features/tickets/x.tsx", `export default () => <input placeholder={m.a()} name="email" autoComplete="email" />;`],
  ],
  [
    "no raw page title",
    /People read this/,
    ["app/routes/_index.tsx", `export const meta = () => [{ title: "Frontroom" }];`],
    ["app/routes/_index.tsx", `export const meta = () => [{ title: m.common_app_name() }];`],
  ],
];

describe("the lint rules of the house", () => {
  it.each(cases)("%s", async (_name, expected, [badFile, badCode], [goodFile, goodCode]) => {
    expect(await messagesFor(badFile, badCode)).toMatch(expected);
    expect(await messagesFor(goodFile, goodCode)).toBe("");
  });
});
