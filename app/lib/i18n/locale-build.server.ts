/** The app's build as a page in one language loads it (scripts/words-per-locale.ts wrote the files). */
import type { ServerBuild } from "@remix-run/node";
import type { Locale } from "./locale";

const known = new WeakMap<ServerBuild, Map<Locale, ServerBuild>>();

/**
 * The build whose scripts are those of a locale (`/assets/de/…`). Styles, fonts and pictures are the same for all. Its
 * version names the locale: browsers keep for ever what `/__manifest` answers for a version, and that names scripts.
 */
export function buildInLocale<Build extends ServerBuild>(build: Build, locale: Locale): Build {
  const ofLocale = (known.get(build) ?? new Map<Locale, ServerBuild>()) as Map<Locale, Build>;
  known.set(build, ofLocale);
  const made = ofLocale.get(locale) ?? { ...build, assets: assetsInLocale(build.assets, locale) };
  ofLocale.set(locale, made);
  return made;
}

function assetsInLocale(assets: ServerBuild["assets"], locale: Locale): ServerBuild["assets"] {
  const place = (file: string) => file.replace(/^\/assets\/(?=[^/]+\.js$)/, `/assets/${locale}/`);
  const placed = <Part extends { module: string; imports?: string[] }>(part: Part): Part => ({
    ...part,
    module: place(part.module),
    ...(part.imports && { imports: part.imports.map(place) }),
  });
  return {
    ...assets,
    version: `${assets.version}-${locale}`,
    entry: placed(assets.entry),
    routes: Object.fromEntries(Object.entries(assets.routes).map(([id, route]) => [id, placed(route)])),
  };
}
