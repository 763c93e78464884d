import { Form, useNavigation, useSubmit } from "@remix-run/react";
import { useState } from "react";
import { Button } from "~/components/ui/button";
import { requestIdentity } from "~/features/workspaces/portal-identity";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { usePortal } from "~/features/workspaces/portal-data";

/**
 * The button that uses an access link. Without JavaScript a plain post, for which the server gives the browser its identity.
 *
 * @param props.identityFrom set when this browser has no identity yet: where to get one
 */
export function JoinForm({ link, identityFrom }: { link: string; identityFrom: Parameters<typeof requestIdentity>[0] | null }) {
  const submit = useSubmit();
  const { portal } = usePortal();
  const navigation = useNavigation();
  const [isIdentifying, setIsIdentifying] = useState(false);
  const isPending = isIdentifying || navigation.state !== "idle";

  async function join(form: FormData) {
    setIsIdentifying(true);
    for (const [name, value] of Object.entries((identityFrom && (await requestIdentity(identityFrom))) ?? {})) form.set(name, value);
    submit(form, { method: "post", action: paths.join(portal.slug) });
    setIsIdentifying(false);
  }

  return (
    <Form
      method="post"
      action={paths.join(portal.slug)}
      className="mt-6"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isPending) void join(new FormData(event.currentTarget));
      }}
    >
      <input type="hidden" name="link" value={link} />
      <Button type="submit" size="lg" isPending={isPending} className="w-full sm:w-auto">
        {m.portal_join()}
      </Button>
    </Form>
  );
}
