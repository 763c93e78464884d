import { useNavigation } from "@remix-run/react";
import { Button, type ButtonProps } from "~/components/ui/button";

/**
 * Sends the form, and shows that it is being sent. With a `name` and `value` (an intent) only the pressed one
 * of several turns; without, none while a form with an intent is sent, which is another one of the page.
 *
 * @param props.isPending overrides that, for a form sent by a fetcher
 */
export function SubmitButton({ isPending, name, value, ...props }: ButtonProps) {
  const navigation = useNavigation();
  const isSending = navigation.state !== "idle" && navigation.formMethod === "POST";
  const { formData } = navigation;
  const isOwn = name === undefined ? !formData?.has("intent") : formData?.get(name) === value;
  return <Button type="submit" name={name} value={value} isPending={isPending ?? (isSending && isOwn)} {...props} />;
}
