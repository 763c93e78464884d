import { Link } from "@remix-run/react";
import { ArrowRight, ExternalLink } from "lucide-react";
import { buttonVariants } from "~/components/ui/button-variants";
import { Spinner } from "~/components/ui/spinner";
import { isolated } from "~/lib/i18n/isolated";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import type { FirstSteps } from "~/lib/supabase/workspace-types";
import { StepCard } from "./step-card";

/**
 * The first ticket: written as a customer in another window, then answered here.
 *
 * @param props.formUrl the whole address of the support page's form
 */
export function FirstTicketStep(props: { number: number; steps: FirstSteps; workspaceSlug: string; formUrl: string }) {
  const { number, steps, workspaceSlug, formUrl } = props;
  const { ticket_id: ticketId, ticket_subject: subject, is_answered: isAnswered } = steps;
  return (
    <StepCard number={number} isDone={isAnswered} title={m.desk_steps_ticket_title()} text={m.desk_steps_ticket_text()}>
      <p aria-live="polite" className="text-sm text-pretty empty:hidden">
        {ticketId === null ? null : (
          <strong className="font-medium wrap-anywhere">
            {(isAnswered ? m.desk_steps_ticket_answered : m.desk_steps_ticket_arrived)({ subject: isolated(subject ?? "") })}
          </strong>
        )}
      </p>
      {ticketId === null ? (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <a href={formUrl} target="_blank" rel="noreferrer" className={buttonVariants({})}>
            <ExternalLink aria-hidden="true" />
            {m.desk_steps_ticket_open()}
          </a>
          <span className="flex items-center gap-2 text-sm text-muted-foreground">
            <Spinner className="motion-reduce:hidden" />
            {m.desk_steps_ticket_waiting()}
          </span>
        </div>
      ) : (
        <Link
          to={paths.deskTicket(workspaceSlug, ticketId)}
          className={`self-start ${buttonVariants({ variant: isAnswered ? "outline" : "primary" })}`}
        >
          {isAnswered ? m.desk_steps_ticket_see() : m.desk_steps_ticket_answer()}
          <ArrowRight aria-hidden="true" className="rtl:rotate-180" />
        </Link>
      )}
    </StepCard>
  );
}
