/** How every mail of the product looks: one column, the workspace's colour, light and dark, its logo alone fetched. */
import { logoSize } from "~/lib/logo-size";
import { paths } from "~/lib/paths";
import type { LogoLine } from "~/lib/supabase/database-types";
import { escapeHtml } from "~/lib/text/escape-html";

/** Text from people as HTML: escaped, with its line breaks, in its own reading direction. */
function paragraphHtml(text: string): string {
  return escapeHtml(text).replace(/\r\n?|\n/g, "<br>");
}

/** Black or white, whichever reads better on a colour (`#rrggbb`), by WCAG's contrast. */
function inkOn(color: string): "#ffffff" | "#111111" {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = parseInt(color.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.0556 ? "#ffffff" : "#111111";
}

export type MailWorkspace = { name: string; brandColor: string; logo: MailLogo | null };
/** `url` with the app's address before it. */
type MailLogo = LogoLine & { url: string };

/** @param appUrl without a slash at its end */
export const mailLogo = (logo: LogoLine | null, appUrl: string): MailLogo | null =>
  logo && { ...logo, url: appUrl + paths.picture(logo.picture_id) };

/** On white paper, as logos are drawn for, also at night; where pictures are not shown the name is there all the same. */
function headHtml({ name, logo }: MailWorkspace): string {
  const words = `<bdi>${escapeHtml(name)}</bdi>`;
  if (!logo) return words;
  const { width, height, isWordmark } = logoSize(logo, { width: 180, height: 36 });
  const picture = `<img src="${escapeHtml(logo.url)}" alt="${isWordmark ? escapeHtml(name) : ""}" width="${width}" height="${height}" style="display: inline-block; vertical-align: middle; padding: 6px; background: #ffffff; color: #1b1f24; border-radius: 8px;">`;
  return isWordmark ? picture : `${picture}&nbsp; ${words}`;
}

export type MailPage = {
  language: string;
  direction: "ltr" | "rtl";
  title: string;
  /** Shown beside the subject in lists of mails. */
  preview: string;
  workspace: MailWorkspace;
  /** HTML, one entry a paragraph; escaped by whoever builds it. */
  paragraphs: string[];
  quote?: { label: string; text: string };
  button: { label: string; url: string };
  /** HTML. */
  footer: string;
};

const style = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  @media (prefers-color-scheme: dark) {
    .page { background: #121417 !important; }
    .card { background: #1c1f24 !important; border-color: #31363d !important; }
    .text { color: #eceef1 !important; }
    .soft { color: #a9b1bb !important; }
    .quote { background: #262a31 !important; }
  }`;

const font = "font-family: system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;";

const quoteHtml = ({ label, text }: { label: string; text: string }) =>
  `<p class="soft" style="margin: 0 0 8px; color: #57606a; ${font} font-size: 14px;">${escapeHtml(label)}</p>
<div dir="auto" class="quote text" style="padding: 12px 16px; background: #f3f4f6; color: #1b1f24; border-radius: 8px; ${font} font-size: 15px; line-height: 1.5; overflow-wrap: anywhere;">${paragraphHtml(text)}</div>
`;

/** The HTML of a mail. Styles stand at the elements, because many mail programs read no others. */
export function mailPage({ language, direction, title, preview, workspace, paragraphs, quote, button, footer }: MailPage): string {
  const color = /^#[0-9a-f]{6}$/.test(workspace.brandColor) ? workspace.brandColor : "#0f766e";
  const ink = inkOn(color);
  const start = direction === "rtl" ? "right" : "left";
  const block = (html: string) =>
    `<p class="text" style="margin: 0 0 16px; color: #1b1f24; ${font} font-size: 16px; line-height: 1.5;">${html}</p>`;
  return `<!doctype html>
<html lang="${escapeHtml(language)}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${style}
</style>
</head>
<body class="page" style="margin: 0; padding: 0; background: #f3f4f6;">
<div style="display: none; max-height: 0; overflow: hidden;">${escapeHtml(preview)}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background: #f3f4f6;"><tr><td align="center" style="padding: 24px 12px;">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" style="max-width: 560px; background: #ffffff; border: 1px solid #dfe3e8; border-radius: 12px; overflow: hidden;">
<tr><td style="background: ${color}; color: ${ink}; padding: 16px 24px; text-align: ${start}; ${font} font-size: 16px; font-weight: 600;">${headHtml(workspace)}</td></tr>
<tr><td style="padding: 24px; text-align: ${start};">
<h1 class="text" style="margin: 0 0 16px; color: #1b1f24; ${font} font-size: 22px; line-height: 1.3; font-weight: 650;">${escapeHtml(title)}</h1>
${paragraphs.map(block).join("\n")}
<table role="presentation" cellpadding="0" cellspacing="0" style="margin: 8px 0 24px;"><tr><td style="background: ${color}; border-radius: 8px;">
<a href="${escapeHtml(button.url)}" style="display: inline-block; padding: 12px 20px; color: ${ink}; ${font} font-size: 16px; font-weight: 600; text-decoration: none;">${escapeHtml(button.label)}</a>
</td></tr></table>
${quote ? quoteHtml(quote) : ""}</td></tr>
</table>
<p class="soft" style="max-width: 560px; margin: 16px auto 0; color: #57606a; ${font} font-size: 13px; line-height: 1.5;">${footer}</p>
</td></tr></table>
</body>
</html>
`;
}
