import { FileDown } from "lucide-react";
import { DisclosureMenu } from "~/components/disclosure-menu";
import { buttonVariants } from "~/components/ui/button-variants";
import { m } from "~/lib/i18n/messages";
import { TranscriptForm } from "./transcript-form";

/** The transcript as agents get it: a button of the ticket's header that opens the form. */
export function TranscriptMenu({ url }: { url: string }) {
  return (
    <DisclosureMenu
      label={<FileDown aria-hidden="true" />}
      accessibleName={m.room_transcript()}
      summaryClassName={buttonVariants({ variant: "ghost", size: "icon-sm", className: "group-open:bg-hover" })}
    >
      <div className="w-72 max-w-[80vw] p-2.5">
        <TranscriptForm url={url} hasNotes />
      </div>
    </DisclosureMenu>
  );
}
