import type { CaughtMail } from "./mail-catcher";

const escape = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const STYLE = `
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 14%, transparent); --dim: color-mix(in srgb, currentColor 62%, transparent); }
* { box-sizing: border-box }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem }
h1 { font-size: 1.15rem; margin: 0 0 1rem }
a { color: inherit }
ul { list-style: none; margin: 0; padding: 0; border: 1px solid var(--line); border-radius: .6rem; overflow: hidden }
li + li { border-top: 1px solid var(--line) }
li a { display: grid; grid-template-columns: minmax(8rem, 14rem) 1fr auto; gap: 1rem; padding: .7rem 1rem; text-decoration: none }
li a:hover, li a:focus-visible { background: var(--line) }
li span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
time, dt, .dim { color: var(--dim) }
dl { display: grid; grid-template-columns: auto 1fr; gap: .2rem 1rem; margin: 0 0 1rem }
dd { margin: 0; overflow-wrap: anywhere }
iframe, pre { width: 100%; border: 1px solid var(--line); border-radius: .6rem; background: white; color: black }
iframe { height: 60vh }
pre { padding: 1rem; white-space: pre-wrap; overflow-wrap: anywhere; background: transparent; color: inherit }
@media (max-width: 36rem) { li a { grid-template-columns: 1fr; gap: 0 } }
`;

function page(title: string, body: string, refresh: boolean): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">${refresh ? '<meta http-equiv="refresh" content="5">' : ""}
<title>${escape(title)}</title><style>${STYLE}</style></head>
<body><main>${body}</main></body></html>`;
}

const when = (mail: CaughtMail) =>
  `<time datetime="${mail.receivedAt}">${escape(mail.receivedAt.slice(0, 19).replace("T", " "))} UTC</time>`;

/** The list of caught mails, newest first. */
export function inboxPage(mails: CaughtMail[]): string {
  const rows = mails.map(
    (mail) =>
      `<li><a href="/messages/${mail.id}"><span>${escape(mail.to.join(", "))}</span><span>${escape(mail.subject) || "(no subject)"}</span>${when(mail)}</a></li>`,
  );
  const list = rows.length > 0 ? `<ul>${rows.join("")}</ul>` : '<p class="dim">No mail yet. Whatever the app sends appears here.</p>';
  return page("Mail", `<h1>Caught mail</h1>${list}`, true);
}

/** One mail: who, what, its text and, in a frame that may do nothing, its HTML. */
export function messagePage(mail: CaughtMail): string {
  const fields = [
    ["From", mail.from],
    ["To", mail.to.join(", ")],
    ...mail.attachments.map(({ filename, size }) => ["Attached", `${filename || "(unnamed)"}, ${size} bytes`]),
  ];
  const list = fields.map(([name, value]) => `<dt>${escape(name!)}</dt><dd>${escape(value!)}</dd>`).join("");
  const html = mail.html ? `<iframe sandbox="" title="The mail as HTML" src="/messages/${mail.id}/html"></iframe>` : "";
  return page(
    mail.subject || "(no subject)",
    `<p><a href="/">All mail</a></p><h1>${escape(mail.subject) || "(no subject)"}</h1>
<dl>${list}<dt>Received</dt><dd>${when(mail)}</dd></dl>${html}<pre>${escape(mail.text)}</pre>`,
    false,
  );
}
