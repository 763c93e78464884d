import { useFetcher } from "@remix-run/react";
import { Check, ChevronDown } from "lucide-react";
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from "react";
import { useCloseOutside } from "~/components/use-close-outside";
import { toast } from "~/components/ui/toaster";
import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import type { TicketActionAnswer } from "./my-ticket-action";
import type { TicketChange } from "./ticket-header-schema";

/** `short` stands for the label while the menu is closed. */
export type Choice = { value: string; label: string; short?: string; icon: ReactNode };

/**
 * One property of a ticket: its value, and the others to choose from. Each choice is a button of one plain form in a
 * `<details>`, so it works without JavaScript; with it the choice shows at once, and is taken back when it fails.
 *
 * @param props.name the form's field
 * @param props.accessibleName says the property and its value ("Change status, now Open")
 */
export function TicketHeaderMenu(props: {
  ticketId: string;
  intent: TicketChange["intent"];
  name: string;
  value: string;
  choices: readonly Choice[];
  accessibleName: (value: string) => string;
  /** Shown when the value is not among the choices: a member who has left. */
  unknown?: Choice;
  align?: "start" | "end";
}) {
  const { ticketId, intent, name, value, choices, accessibleName, unknown, align = "start" } = props;
  const fetcher = useFetcher<TicketActionAnswer>({ key: `${intent}:${ticketId}` });
  const details = useRef<HTMLDetailsElement>(null);
  const wanted = fetcher.formData?.get(name);
  const shownValue = typeof wanted === "string" ? wanted : value;
  const shown = choices.find((choice) => choice.value === shownValue) ?? unknown ?? choices[0];

  const answer = fetcher.data;
  useEffect(() => {
    if (answer && !answer.ok) toast.error(m.desk_change_failed(), { description: answer.words });
  }, [answer]);

  useCloseOutside(details);

  function close(isFocused: boolean) {
    if (!details.current?.open) return;
    details.current.open = false;
    if (isFocused) details.current.querySelector("summary")?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (!details.current?.open) return;
    const buttons = [...details.current.querySelectorAll("button")];
    const index = buttons.findIndex((button) => button === document.activeElement);
    const target = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (event.key === "Escape") close(true);
    else if (target !== undefined) buttons.at(target >= buttons.length ? 0 : Math.max(target, -1))?.focus();
    else return;
    event.preventDefault();
  }

  return (
    <details
      ref={details}
      className="group relative"
      onKeyDown={onKeyDown}
      onToggle={(event) => {
        if (event.currentTarget.open) event.currentTarget.querySelector<HTMLElement>("button[aria-pressed=true]")?.focus();
      }}
      onBlur={(event) => {
        // Without a next focus (a click in Safari, another window) it stays open; the click decides.
        if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) close(false);
      }}
    >
      <summary
        aria-label={accessibleName(shown?.label ?? "")}
        className={cn(
          "flex h-8 max-w-44 cursor-pointer list-none items-center gap-1.5 rounded-md border border-border bg-surface px-2 text-[0.8125rem] font-medium select-none",
          "group-open:bg-hover hover:bg-hover [&::-webkit-details-marker]:hidden",
        )}
      >
        {shown?.icon}
        <span className="truncate">{shown?.short ?? shown?.label}</span>
        <ChevronDown aria-hidden="true" className="size-3.5 shrink-0 text-muted-foreground" />
      </summary>
      <fetcher.Form
        method="post"
        onSubmit={() => close(true)}
        className={cn(
          "absolute top-full z-40 mt-1.5 max-h-80 w-max max-w-72 min-w-48 overflow-y-auto rounded-lg border border-border bg-surface p-1 shadow-lg",
          align === "end" ? "end-0" : "start-0",
        )}
      >
        <input type="hidden" name="intent" value={intent} />
        {choices.map((choice) => (
          <button
            key={choice.value}
            type="submit"
            name={name}
            value={choice.value}
            aria-pressed={choice.value === shownValue}
            className="flex h-8.5 w-full cursor-pointer items-center gap-2.5 rounded-sm px-2 text-start text-sm outline-offset-[-2px] hover:bg-hover focus-visible:bg-hover"
          >
            {choice.icon}
            <span className="min-w-0 flex-1 truncate">{choice.label}</span>
            {choice.value === shownValue ? <Check aria-hidden="true" className="size-4 shrink-0 text-primary-ink" /> : null}
          </button>
        ))}
      </fetcher.Form>
    </details>
  );
}
