import { Form, Link } from "@remix-run/react";
import { useId } from "react";
import { Button } from "~/components/ui/button";
import { buttonVariants } from "~/components/ui/button-variants";
import { Field } from "~/components/ui/field";
import { Input } from "~/components/ui/input";
import { NativeSelect } from "~/components/ui/native-select";
import { m } from "~/lib/i18n/messages";
import { paths, type AuditQuery } from "~/lib/paths";
import { useHydrated } from "~/lib/use-hydrated";
import { auditKindName, auditSubjects } from "./audit-words";

/**
 * What the log is to show, as an address.
 *
 * @param props.people who is offered, by id
 */
export function AuditFilter(props: { workspaceSlug: string; query: AuditQuery; people: { id: string; name: string }[] }) {
  const { workspaceSlug, query, people } = props;
  const id = useId();
  const zone = useHydrated() ? Intl.DateTimeFormat().resolvedOptions().timeZone : query.zone;
  const isFiltered = [query.kind, query.member, query.from, query.to].some((value) => value !== undefined);
  return (
    <Form
      method="get"
      action={paths.auditLog(workspaceSlug)}
      // What was chosen is in the address; going back puts it into the form again.
      key={JSON.stringify(query)}
      role="search"
      aria-label={m.settings_audit_filter()}
      className="grid grid-cols-2 gap-3 rounded-xl border border-border bg-sunken p-4 xl:grid-cols-[1fr_1fr_9.5rem_9.5rem]"
    >
      {zone === undefined ? null : <input type="hidden" name="zone" value={zone} />}
      <Field id={`${id}-kind`} label={m.settings_audit_what()} className="max-sm:col-span-2">
        <NativeSelect id={`${id}-kind`} name="kind" defaultValue={query.kind ?? ""}>
          <option value="">{m.settings_audit_everything()}</option>
          {auditSubjects.map((kind) => (
            <option key={kind} value={kind}>
              {auditKindName(kind)}
            </option>
          ))}
        </NativeSelect>
      </Field>
      <Field id={`${id}-member`} label={m.settings_audit_who()} className="max-sm:col-span-2">
        <NativeSelect id={`${id}-member`} name="member" defaultValue={query.member ?? ""}>
          <option value="">{m.settings_audit_everybody()}</option>
          {people.map((person) => (
            <option key={person.id} value={person.id}>
              {person.name}
            </option>
          ))}
        </NativeSelect>
      </Field>
      <Field id={`${id}-from`} label={m.settings_audit_from()}>
        <Input id={`${id}-from`} type="date" name="from" defaultValue={query.from} />
      </Field>
      <Field id={`${id}-to`} label={m.settings_audit_to()}>
        <Input id={`${id}-to`} type="date" name="to" defaultValue={query.to} />
      </Field>
      <div className="col-span-full flex flex-wrap gap-2">
        <Button type="submit" variant="outline" className="h-10">
          {m.settings_audit_show()}
        </Button>
        {isFiltered ? (
          <Link to={paths.auditLog(workspaceSlug)} className={`${buttonVariants({ variant: "ghost" })} h-10`}>
            {m.settings_audit_show_all()}
          </Link>
        ) : null}
      </div>
    </Form>
  );
}
