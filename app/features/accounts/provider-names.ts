/** Sites that people sign in by, as they are called. */
export const providerNames = {
  google: "Google",
  azure: "Microsoft",
  apple: "Apple",
  github: "GitHub",
  gitlab: "GitLab",
  slack_oidc: "Slack",
} as const;

export type ProviderName = keyof typeof providerNames;
