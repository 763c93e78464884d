import { Form, useNavigation } from "@remix-run/react";
import { useEffect, useId, useRef, useState, type ReactNode } from "react";
import { Button } from "~/components/ui/button";
import { Field, fieldAria } from "~/components/ui/field";
import { formatBytes } from "~/lib/i18n/format";
import { m } from "~/lib/i18n/messages";
import { pictureLimits, pictureTypes, type PictureKind } from "~/lib/picture-limits";

/**
 * Chooses a picture, keeps it, or takes it away. With JavaScript it is shown at once, and drawn small enough; without
 * it the file goes as it is.
 *
 * @param props.intents of the two buttons
 * @param props.preview draws the picture at an address, or what stands in for none
 * @param props.errors why the last one was not taken
 */
export function PictureForm(props: {
  kind: PictureKind;
  label: string;
  hint: string;
  intents: { set: string; remove: string };
  current: string | null;
  preview: (src: string | null) => ReactNode;
  errors: readonly string[] | undefined;
}) {
  const { kind, label, hint, intents, current, preview, errors } = props;
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const { formData } = useNavigation();
  const pending = formData?.get("kind") === kind ? formData.get("intent") : null;
  const { bytes, side } = pictureLimits[kind];
  const limits = m.common_picture_limits({ size: formatBytes(bytes), side });
  const words = `${hint} ${limits}`;
  useEffect(() => {
    if (chosen) return () => URL.revokeObjectURL(chosen);
  }, [chosen]);
  useEffect(() => {
    if (errors) field.current?.focus();
  }, [errors]);

  async function show(input: HTMLInputElement) {
    const file = input.files?.[0];
    if (!file) return setChosen(null);
    const { shrinkPicture } = await import("./shrink-picture");
    const small = await shrinkPicture(file, kind);
    // Another one was chosen meanwhile.
    if (input.files?.[0] !== file) return;
    if (!small) return setChosen(null);
    const transfer = new DataTransfer();
    transfer.items.add(small);
    input.files = transfer.files;
    setChosen(URL.createObjectURL(small));
  }

  return (
    <Form method="post" encType="multipart/form-data" preventScrollReset className="flex max-w-2xl flex-wrap items-start gap-x-5 gap-y-3">
      <input type="hidden" name="kind" value={kind} />
      {preview(chosen ?? current)}
      <div className="flex min-w-64 flex-1 flex-col gap-3">
        <Field id={id} label={label} hint={words} errors={errors}>
          <input
            {...fieldAria(id, { hint: words, errors })}
            ref={field}
            type="file"
            name="picture"
            accept={pictureTypes}
            onChange={({ currentTarget }) => void show(currentTarget)}
            className="w-full min-w-0 text-sm text-muted-foreground file:me-3 file:h-8 file:cursor-pointer file:rounded-md file:border-0 file:bg-hover file:px-3 file:text-sm file:font-medium file:text-foreground hover:file:bg-pressed"
          />
        </Field>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="outline" name="intent" value={intents.set} isPending={pending === intents.set}>
            {m.common_picture_save()}
          </Button>
          {current === null ? null : (
            <Button type="submit" variant="ghost" name="intent" value={intents.remove} isPending={pending === intents.remove}>
              {m.common_picture_remove()}
            </Button>
          )}
        </div>
      </div>
    </Form>
  );
}
