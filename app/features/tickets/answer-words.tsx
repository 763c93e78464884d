import { formatDate, formatNumber } from "~/lib/i18n/format";
import { m } from "~/lib/i18n/messages";
import type { TicketFieldLine } from "~/lib/supabase/form-types";

/** What was answered to a field, as it is read. */
export function AnswerWords({ field }: { field: TicketFieldLine }) {
  const { kind, answers, options } = field;
  const labelOf = (id: string) => options.find(({ option_id }) => option_id === id)?.label ?? id;
  const [first = ""] = answers;
  switch (kind) {
    case "choices":
      return (
        <ul className="flex flex-col gap-0.5">
          {answers.map((id) => (
            <li key={id}>
              <bdi>{labelOf(id)}</bdi>
            </li>
          ))}
        </ul>
      );
    case "choice":
      return <bdi>{labelOf(first)}</bdi>;
    case "checkbox":
      return m.portal_field_ticked();
    case "date":
      // A day, the same one everywhere.
      return formatDate(`${first}T00:00:00Z`, "date", { timeZone: "UTC" });
    case "number":
      return formatNumber(Number(first), { maximumFractionDigits: 6 });
    case "text":
    case "long_text":
      return (
        <span dir="auto" className="block whitespace-pre-line">
          {first}
        </span>
      );
  }
}
