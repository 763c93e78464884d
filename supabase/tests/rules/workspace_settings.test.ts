import { describe, expect, it } from "vitest";
import { refusal } from "../../../tests/support/database";
import { database } from "./support";

const { undone, call } = database();

const save = (draft: Record<string, unknown>, slug = "acme") =>
  call<{ slug: string }>(
    "olivia",
    "select public.save_workspace_settings($1, jsonb_populate_record(null::public.workspace_draft, $2)) as slug",
    [slug, JSON.stringify(draft)],
  );
const whereIs = async (slug: string) =>
  (await call<{ slug: string | null }>("stranger", "select public.get_current_slug($1) as slug", [slug]))[0]!.slug;
const check = async (slug: string, of: string | null = null) =>
  (await call<{ state: string }>("vera", "select public.check_slug($1, $2) as state", [slug, of]))[0]!.state;

describe("Settings of a workspace", () => {
  it(
    "change what is given and nothing else",
    undone(async () => {
      const read = async () => (await call("olivia", "select * from public.get_workspace_settings('acme')"))[0]!;
      const before = await read();
      await save({ welcome_text: "  Hello\n", brand_color: "#AABBCC", edit_window_seconds: 0 });
      expect(await read()).toEqual({ ...before, welcome_text: "Hello", brand_color: "#aabbcc", edit_window_seconds: 0 });
    }),
  );

  it.each([
    [{ name: " " }, "23514 workspaces_name_length"],
    [{ brand_color: "red" }, "23514 workspaces_brand_color_format"],
    [{ welcome_text: "x".repeat(501) }, "23514 workspaces_welcome_text_length"],
    [{ slug: "support" }, "23514 workspaces_slug_reserved"],
    [{ slug: "a b" }, "23514 workspaces_slug_format"],
    [{ slug: "globex" }, "23505 workspaces_slug_key"],
    [{ edit_window_seconds: -1 }, "23514 workspaces_edit_window_range"],
    [{ max_attachment_bytes: 26214401 }, "23514 workspaces_max_attachment_range"],
    [{ default_locale: "german" }, "23514 workspaces_default_locale_format"],
    [{ offered_locales: ["en", "german"] }, "23514 workspaces_offered_locales_format"],
    [{ offered_locales: ["en", "fr de"] }, "23514 workspaces_offered_locales_format"],
    [{ offered_locales: ["en", null] }, "23514 workspaces_offered_locales_format"],
  ])("refuse %o", async (draft, key) => undone(async () => expect(await refusal(save(draft))).toBe(key))());
});

describe("The languages of a portal", () => {
  it(
    "are what is chosen, each once, and the default one always",
    undone(async () => {
      const offered = async () =>
        (await call<{ offered: string[] }>("stranger", "select offered_locales as offered from public.get_portal('acme')"))[0]!.offered;
      expect(await offered()).toEqual(["en", "de", "es", "fr", "ja", "ar"]);
      await save({ offered_locales: ["de", "fr", "de"] });
      expect(await offered()).toEqual(["de", "fr", "en"]);
      await save({ default_locale: "ja", offered_locales: [] });
      expect(await offered()).toEqual(["ja"]);
      await save({ default_locale: "ar" });
      expect(await offered()).toEqual(["ja", "ar"]);
    }),
  );
});

describe("An address that was given up", () => {
  it(
    "leads to the workspace, through every change, and is no other's, but its own again",
    undone(async () => {
      expect(await save({ slug: "Acme-Inc" })).toEqual([{ slug: "acme-inc" }]);
      expect(await save({ slug: "acme-group" }, "acme-inc")).toEqual([{ slug: "acme-group" }]);
      expect([await whereIs("acme"), await whereIs("acme-inc"), await whereIs("acme-group"), await whereIs("initech")]).toEqual([
        "acme-group",
        "acme-group",
        null,
        null,
      ]);
      expect([await check("acme"), await check("acme", "acme-group"), await check("initech")]).toEqual(["taken", "free", "free"]);
      expect(await refusal(call("vera", "select public.create_workspace('A', 'acme', 'Vera')"))).toBe("23505 workspaces_slug_key");
      const take =
        "select public.save_workspace_settings('globex', jsonb_populate_record(null::public.workspace_draft, '{\"slug\": \"acme-inc\"}'))";
      expect(await refusal(call("greg", take))).toBe("23505 workspaces_slug_key");
      expect(await save({ slug: "acme" }, "acme-group")).toEqual([{ slug: "acme" }]);
      expect([await whereIs("acme"), await whereIs("acme-group")]).toEqual([null, "acme"]);
    }),
  );
});
