/** Forms of accounts, checked alike in the browser and on the server. */
import { z } from "zod";
import { deskLocales } from "~/lib/i18n/locale";
import { m } from "~/lib/i18n/messages";

/** Length is what makes a password hard to guess; no other rule is asked for. */
export const minimumPasswordLength = 10;
/** bcrypt reads no further than 72 bytes. */
const maximumPasswordBytes = 72;

const email = z
  .string({ error: () => m.auth_email_required() })
  .trim()
  .toLowerCase()
  .pipe(z.email({ error: () => m.errors_email_format() }).max(254, { error: () => m.errors_email_format() }));

export const signInSchema = z.object({
  email,
  password: z.string({ error: () => m.auth_password_required() }).max(1000, { error: () => m.auth_password_too_long() }),
});

const name = z
  .string({ error: () => m.auth_name_required() })
  .trim()
  .min(1, { error: () => m.auth_name_required() })
  .max(80, { error: () => m.auth_name_too_long() });

const newPassword = z
  .string({ error: () => m.auth_password_required() })
  .min(minimumPasswordLength, { error: () => m.auth_password_too_short({ count: minimumPasswordLength }) })
  .refine((password) => new TextEncoder().encode(password).length <= maximumPasswordBytes, {
    error: () => m.auth_password_too_long(),
  });

export const signUpSchema = z.object({ name, email, password: newPassword });

export const forgotPasswordSchema = z.object({ email });
export const newPasswordSchema = z.object({ password: newPassword });

const currentPassword = signInSchema.shape.password;
export const changePasswordSchema = z.object({ current_password: currentPassword, password: newPassword });
export const changeEmailSchema = z.object({ email, current_password: currentPassword });

/** `auto` is the language of the browser. */
export const profileSchema = z.object({ name, locale: z.enum(["auto", ...deskLocales]) });
export type Profile = z.infer<typeof profileSchema>;

export type SignUp = z.infer<typeof signUpSchema>;
export type SignIn = z.infer<typeof signInSchema>;

/** How far a password is on its way to the rule. `missing` counts characters; 0 when it is long enough. */
export function passwordProgress(password: string): { missing: number; share: number } {
  const length = [...password].length;
  return { missing: Math.max(0, minimumPasswordLength - length), share: Math.min(1, length / minimumPasswordLength) };
}
