/**
 * The rules of the house that ESLint can check. Each message says what to do instead; tests/lint-rules.test.ts
 * proves each of them on a line that breaks it and on one that does not.
 */

const tests = ["**/*.test.{ts,tsx}"];

const noRoutes = {
  regex: "^(~/routes(/|$)|(\\.\\./)+routes/)",
  allowTypeImports: true,
  message: "Nothing imports from routes/, except `import { type loader }`. Move what is shared to the feature, or to lib/.",
};
const noFeatures = (/** @type {string} */ advice) => ({ regex: "^(~/features(/|$)|(\\.\\./)+features/)", message: advice });
const noComponents = {
  regex: "^(~/components(/|$)|(\\.\\./)+components/)",
  message: "lib/ is below the components. Take what you need as an argument, or move this file to components/.",
};
const noOtherFeature = {
  // A feature is one flat folder: its own files are "./name", so "../" always leads to another feature.
  regex: "^(~/features/(?!workspaces/)|\\.\\./)",
  message: 'A feature knows only itself ("./name"), ~/features/workspaces and what is below. Let the route compose the two features.',
};
const noSupabase = {
  group: ["@supabase/*"],
  allowTypeImports: true,
  message:
    "Supabase is spoken to in <nouns>.server.ts and in lib/ only. Add a function to the feature's .server.ts and call it from the loader or action.",
};
const noRadix = {
  group: ["radix-ui", "@radix-ui/*", "sonner"],
  message: "Wrap it once in components/ui/<name>.tsx and import that.",
};
const noOutside = {
  regex: "^(\\.\\./)+(worker|supabase|tests|bench|scripts)/",
  message: "app/ stands alone: the stack, the worker and the tests may know it, it does not know them.",
};

/**
 * @param {string[]} files
 * @param {object[]} patterns
 * @param {string[]} [ignores]
 */
const restrictImports = (files, patterns, ignores = []) => ({
  files,
  ignores: [...tests, ...ignores],
  rules: { "@typescript-eslint/no-restricted-imports": /** @type {["error", { patterns: object[] }]} */ (["error", { patterns }]) },
});

// A later entry replaces an earlier one for the same file, so each folder has one whole list.
export const importRules = [
  restrictImports(
    ["app/lib/**/*.{ts,tsx}"],
    [noRoutes, noFeatures("lib/ is below the features. Move this to the feature, or pass it in."), noComponents, noRadix, noOutside],
  ),
  restrictImports(
    ["app/components/**/*.{ts,tsx}"],
    [
      noRoutes,
      noFeatures("components/ knows no domain. Pass data as props, or move this file to its feature."),
      noSupabase,
      noRadix,
      noOutside,
    ],
    ["app/components/ui/**"],
  ),
  restrictImports(
    ["app/components/ui/**/*.{ts,tsx}"],
    [
      noRoutes,
      noFeatures("components/ui knows no domain. Pass data as props."),
      {
        regex: "^~/components/(?!ui/)|^\\.\\./",
        message: "components/ui is the lowest layer of the look: it imports only its neighbours and lib/.",
      },
      noSupabase,
      noOutside,
    ],
  ),
  restrictImports(["app/features/**/*.{ts,tsx}"], [noRoutes, noOtherFeature, noSupabase, noRadix], ["app/features/**/*.server.{ts,tsx}"]),
  restrictImports(["app/features/**/*.server.{ts,tsx}"], [noRoutes, noOtherFeature, noRadix]),
  restrictImports(["app/routes/**/*.{ts,tsx}", "app/root.tsx", "app/entry.*.tsx"], [noRoutes, noSupabase, noRadix, noOutside]),
];

export const processEnvironment = [
  {
    files: ["app/**/*.{ts,tsx}"],
    ignores: [...tests, "app/lib/env.server.ts"],
    rules: {
      "no-restricted-properties": /** @type {["error", object]} */ ([
        "error",
        {
          object: "process",
          property: "env",
          message: "Add the variable to lib/env.server.ts, which checks it at start, and import { env } from there.",
        },
      ]),
    },
  },
];

// Rides in the list below, because a second entry for the same rule would replace it.
const secretKey = {
  selector:
    ":matches(Literal[value=/SUPABASE_SECRET_KEY|service_role|sb_secret_/], MemberExpression > Identifier[name=/SECRET_KEY|SERVICE_ROLE/])",
  message:
    "No secret key in app/: what a person may do, the database decides from that person's own token. Work without a person belongs in worker/.",
};

const letters = "/\\p{L}/u";
const spoken = "/^(alt|title|placeholder|label|hint|description|aria-label|aria-description|aria-roledescription|aria-valuetext)$/";
const inChildren = ":matches(JSXElement, JSXFragment) > JSXExpressionContainer";
const advice = 'People read this: put it in messages/<domain>/ and write {m.<domain>_<thing>()} from "~/lib/i18n/messages".';

export const syntaxRules = [
  {
    files: ["app/**/*.{ts,tsx}"],
    ignores: tests,
    rules: {
      "no-restricted-syntax": /** @type {["error", ...object[]]} */ ([
        "error",
        { selector: `JSXText[value=${letters}]`, message: advice },
        { selector: `${inChildren} > Literal[value=${letters}]`, message: advice },
        { selector: `${inChildren} > :matches(ConditionalExpression, LogicalExpression) > Literal[value=${letters}]`, message: advice },
        { selector: `${inChildren} > TemplateLiteral > TemplateElement[value.raw=${letters}]`, message: advice },
        { selector: `JSXAttribute[name.name=${spoken}] > Literal[value=${letters}]`, message: advice },
        { selector: `JSXAttribute[name.name=${spoken}] > JSXExpressionContainer > Literal[value=${letters}]`, message: advice },
        {
          selector: `JSXAttribute[name.name=${spoken}] > JSXExpressionContainer > :matches(ConditionalExpression, LogicalExpression) > Literal[value=${letters}]`,
          message: advice,
        },
        { selector: `JSXAttribute[name.name=${spoken}] TemplateElement[value.raw=${letters}]`, message: advice },
        {
          selector: `VariableDeclarator[id.name="meta"] Property[key.name=/^title$/] > Literal[value=${letters}]`,
          message: advice,
        },
        secretKey,
      ]),
    },
  },
];
