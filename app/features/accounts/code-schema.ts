/** The forms of second factors, checked alike in the browser and on the server. */
import { z } from "zod";
import { m } from "~/lib/i18n/messages";

/** As apps show it, with blanks or without. */
const code = z
  .string({ error: () => m.account_code_required() })
  .transform((typed) => typed.replace(/\s/g, ""))
  .pipe(z.string().regex(/^[0-9]{6}$/, { error: () => m.account_code_format() }));

export const signInCodeSchema = z.object({ code, factor_id: z.string().optional() });

export const factorNameSchema = z.object({
  name: z
    .string({ error: () => m.account_factor_name_required() })
    .trim()
    .min(1, { error: () => m.account_factor_name_required() })
    .max(60, { error: () => m.account_factor_name_too_long() }),
});

/** A factor that is being set up comes along: its secret is shown once more when the code was wrong. */
export const verifyFactorSchema = z.object({
  code,
  factor_id: z.uuid(),
  secret: z.string().regex(/^[A-Z2-7]{16,128}$/),
  uri: z.string().startsWith("otpauth://").max(500),
});
