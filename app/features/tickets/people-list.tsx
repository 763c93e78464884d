import { Form, useNavigation } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { SubmitButton } from "~/components/forms/submit-button";
import { Avatar } from "~/components/ui/avatar";
import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import type { ParticipantLine } from "~/lib/supabase/database-types";

/**
 * Who takes part in a ticket on the customers' side, and what the reader may do about each.
 *
 * @param props.myId the reader among them; null for an agent
 * @param props.mayDecide whether the reader may remove others and send their links again
 */
export function PeopleList(props: { people: readonly ParticipantLine[]; myId: string | null; mayDecide: boolean; className?: string }) {
  const list = useRef<HTMLUListElement>(null);
  const removed = useRef<string | null>(null);
  useEffect(() => {
    if (removed.current === null || props.people.some((person) => person.customer_id === removed.current)) return;
    removed.current = null;
    // The button that had the focus went with the person.
    if (document.activeElement === document.body) list.current?.focus();
  }, [props.people]);
  return (
    <ul
      ref={list}
      tabIndex={-1}
      aria-label={m.portal_people()}
      onSubmit={({ target, nativeEvent }) => {
        const { submitter } = nativeEvent as SubmitEvent;
        const isRemoval = submitter instanceof HTMLButtonElement && submitter.value === "remove-participant";
        if (isRemoval) removed.current = new FormData(target as HTMLFormElement).get("customer_id") as string;
      }}
      className={cn("outline-none", props.className)}
    >
      {props.people.map((person) => (
        <li key={person.customer_id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
          <Avatar name={person.name} size="sm" />
          <div className="min-w-0 flex-1 basis-40 text-sm">
            <p className="font-medium wrap-anywhere">
              <bdi>{person.name}</bdi>
              {person.customer_id === props.myId ? (
                <span className="ms-1.5 font-normal text-muted-foreground">({m.portal_people_you()})</span>
              ) : null}
            </p>
            {person.email === null ? null : (
              <p className="wrap-anywhere text-muted-foreground">
                <bdi>{person.email}</bdi>
              </p>
            )}
            <p className="text-muted-foreground">{stateWords(person)}</p>
          </div>
          <PersonActions {...props} person={person} />
        </li>
      ))}
    </ul>
  );
}

function stateWords({ is_requester, joined_at }: ParticipantLine): string {
  if (is_requester) return m.portal_people_opened();
  return joined_at === null ? m.portal_people_invited() : m.portal_people_joined();
}

function PersonActions(props: { person: ParticipantLine; myId: string | null; mayDecide: boolean }) {
  const { person, myId, mayDecide } = props;
  const { formData } = useNavigation();
  const isMe = person.customer_id === myId;
  if (person.is_requester || !(mayDecide || isMe)) return null;
  const button = (intent: string) =>
    ({
      variant: "ghost",
      size: "sm",
      name: "intent",
      value: intent,
      // Of several people's buttons for the same, this person's.
      isPending: formData?.get("intent") === intent && formData.get("customer_id") === person.customer_id,
    }) as const;
  return (
    <Form method="post" preventScrollReset className="flex flex-wrap gap-1">
      <input type="hidden" name="customer_id" value={person.customer_id} />
      {person.joined_at === null ? (
        <SubmitButton {...button("send-access-link")} aria-label={m.portal_people_resend_name({ name: person.name })}>
          {m.portal_people_resend()}
        </SubmitButton>
      ) : null}
      {isMe ? (
        <SubmitButton {...button("leave-ticket")}>{m.portal_people_leave()}</SubmitButton>
      ) : (
        <SubmitButton {...button("remove-participant")} aria-label={m.portal_people_remove_name({ name: person.name })}>
          {m.portal_people_remove()}
        </SubmitButton>
      )}
    </Form>
  );
}
