// @vitest-environment node
import { describe, expect, it } from "vitest";
import { EnvironmentError, parseEnvironment } from "./env.server";

describe("parseEnvironment", () => {
  const least = { SUPABASE_URL: "http://127.0.0.1:24321", SUPABASE_PUBLISHABLE_KEY: "sb_publishable_x" };

  it("takes what is needed, and empty optional ones as absent", () => {
    expect(parseEnvironment({ ...least, APP_URL: "", IS_DEMO: "1" })).toMatchObject({
      ...least,
      APP_URL: undefined,
      IS_DEMO: true,
    });
  });

  it("names every variable that is missing or wrong", () => {
    const read = () => parseEnvironment({ SUPABASE_URL: "ftp://x", APP_URL: "nonsense" });
    expect(read).toThrow(EnvironmentError);
    expect(read).toThrow(/SUPABASE_URL must be an http[\s\S]*SUPABASE_PUBLISHABLE_KEY is missing[\s\S]*APP_URL must be/);
  });
});
