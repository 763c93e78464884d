/**
 * Every string a person reads: `m.<domain>_<thing>()`. The functions are compiled from `messages/` by
 * `scripts/compile-messages.js`; a bundler drops those a page does not use. STYLE.md tells how to add one.
 *
 * Outside a request (the worker) name the locale: `m.mail_ticket_confirmation_greeting({ name }, { locale })`.
 */
export { m } from "./compiled/messages.js";
