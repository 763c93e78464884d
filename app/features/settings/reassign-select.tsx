import { Field, fieldAria } from "~/components/ui/field";
import { NativeSelect } from "~/components/ui/native-select";

/** Who gets the open tickets; the first choice is nobody. Nothing to choose where there are none. */
export function ReassignSelect(props: {
  id: string;
  label: string;
  nobody: string;
  options: { value: string; label: string }[];
  openTickets: number;
  errors: string[] | undefined;
}) {
  const { id, label, nobody, options, openTickets, errors } = props;
  if (openTickets === 0) return null;
  return (
    <Field id={id} label={label} errors={errors} className="w-full max-w-md">
      <NativeSelect name="reassign_to" defaultValue="" {...fieldAria(id, { errors })}>
        <option value="">{nobody}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </NativeSelect>
    </Field>
  );
}
