import type { FieldMetadata } from "@conform-to/react";
import { useState } from "react";
import { TextField } from "~/components/forms/text-field";
import { m } from "~/lib/i18n/messages";
import { minimumPasswordLength, passwordProgress } from "./account-schema";

/** A new password. The rule stands under the field and says, while one types, how much of it is left. */
export function PasswordField({ field, label }: { field: FieldMetadata<string | undefined>; label: string }) {
  const [password, setPassword] = useState("");
  const { missing, share } = passwordProgress(password);
  const words =
    password === ""
      ? m.auth_password_rule({ count: minimumPasswordLength })
      : missing > 0
        ? m.auth_password_missing({ count: missing })
        : m.auth_password_long_enough();
  const hint = (
    <span className="flex items-center gap-2.5">
      <span aria-hidden="true" className="h-1 w-14 shrink-0 overflow-hidden rounded-full bg-pressed">
        <span
          className={`block h-full rounded-full transition-[width] duration-150 ${missing > 0 ? "bg-warning" : "bg-success"}`}
          style={{ width: `${share * 100}%` }}
        />
      </span>
      <span>{words}</span>
    </span>
  );
  return (
    <TextField
      field={field}
      label={label}
      type="password"
      autoComplete="new-password"
      onInput={(event) => setPassword(event.currentTarget.value)}
      hint={hint}
    />
  );
}
