import { useEffect, useState } from "react";
import { MessageText } from "~/components/message-text";
import { Avatar } from "~/components/ui/avatar";
import { Spinner } from "~/components/ui/spinner";
import { Time } from "~/components/ui/time";
import { m } from "~/lib/i18n/messages";
import type { ReceiptLine, VersionLine } from "~/lib/supabase/database-types";
import type { Line } from "./line";
import { roomRequests } from "./room-requests";

/** As the route of a message's details answers it. */
type Details = { receipts: ReceiptLine[]; versions: VersionLine[] };

/** Others go on reading while it is open. Milliseconds. */
const askAgainMs = 3000;

/** Who has a message and who has read it, and what it said before: for agents. */
export function MessageDetails({ line, url }: { line: Line; url: string }) {
  const { seq } = line;
  const [details, setDetails] = useState<Details | "loading" | "failed">("loading");
  useEffect(() => {
    let isWanted = true;
    const { get } = roomRequests({ url });
    const ask = () =>
      void get({ seq }).then((answer) => {
        if (!isWanted) return;
        if (answer.kind === "ok") setDetails(answer.json as Details);
        // What is shown stays.
        else setDetails((known) => (typeof known === "object" ? known : "failed"));
      });
    ask();
    const timer = setInterval(ask, askAgainMs);
    return () => {
      isWanted = false;
      clearInterval(timer);
    };
  }, [url, seq]);
  if (details === "loading")
    return (
      <p role="status" className="flex items-center gap-2 py-4 text-sm text-muted-foreground">
        <Spinner />
        {m.common_loading()}
      </p>
    );
  if (details === "failed")
    return (
      <p role="alert" className="py-4 text-sm text-danger-ink">
        {m.room_details_failed()}
      </p>
    );
  const others = details.receipts.filter(({ participant_id: id }) => id !== line.senderId);
  const read = others.filter((one) => one.read_seq >= seq);
  const delivered = others.filter((one) => one.delivered_seq >= seq && !read.includes(one));
  return (
    <div className="flex min-w-0 flex-col gap-5 text-sm">
      <Readers title={m.room_seen_by()} people={read} none={m.room_seen_by_nobody()} />
      {delivered.length > 0 ? <Readers title={m.room_delivered_to()} people={delivered} /> : null}
      {details.versions.length > 0 ? (
        <section aria-labelledby="versions">
          <h3 id="versions" className="mb-2 font-semibold">
            {m.room_versions()}
          </h3>
          <ol className="flex flex-col gap-3">
            {details.versions.map(({ version, body, written_at: at }) => (
              <Version key={version} body={body} at={at} />
            ))}
            <Version body={line.body} at={line.editedAt ?? line.createdAt} isCurrent />
          </ol>
        </section>
      ) : null}
    </div>
  );
}

function Readers({ title, people, none }: { title: string; people: ReceiptLine[]; none?: string }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-2 font-semibold">{title}</h3>
      {people.length === 0 ? (
        <p className="text-muted-foreground">{none}</p>
      ) : (
        <ul className="flex flex-col gap-1.5">
          {people.map(({ participant_id: id, side, name }) => (
            <li key={id} className="flex items-center gap-2.5">
              <Avatar name={name} seed={side === "agent" ? (id ?? name) : name} size="sm" />
              <bdi className="truncate">{name}</bdi>
              <span className="ms-auto shrink-0 text-xs text-muted-foreground">
                {side === "agent" ? m.room_side_agent() : m.room_side_customer()}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Version({ body, at, isCurrent = false }: { body: string; at: string; isCurrent?: boolean }) {
  return (
    <li className="border-s-2 border-border ps-3">
      <p className="mb-0.5 text-xs text-muted-foreground">
        <Time value={at} style="datetime" className="tabular-nums" />
        {isCurrent ? ` · ${m.room_version_now()}` : ""}
      </p>
      <MessageText text={body} />
    </li>
  );
}
