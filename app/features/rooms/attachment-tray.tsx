/** Files of the message that is being written, as they go to the server. A chunk of its own: see use-attachments. */
import type { ReactNode } from "react";
import { buttonVariants } from "~/components/ui/button-variants";
import { LineIcon } from "~/components/ui/line-icon";
import { cn } from "~/lib/cn";
import { formatBytes } from "~/lib/i18n/format";
import { m } from "~/lib/i18n/messages";
import { AttachmentIcon } from "./attachment-icon";
import type { Upload, UploadQueue as Queue, Uploads } from "./attachment-uploads";

export { UploadQueue } from "./attachment-uploads";

export function AttachmentTray({ queue, state }: { queue: Queue; state: Uploads }) {
  const { uploads, notice, isSendWanted } = state;
  return (
    <div className="px-1 pt-1 pb-0.5">
      {uploads.length > 0 ? (
        <ul aria-label={m.room_uploads()} className="flex max-h-44 flex-wrap gap-1.5 overflow-y-auto p-0.5">
          {uploads.map((upload) => (
            <UploadItem key={upload.id} upload={upload} onRetry={() => queue.retry(upload.id)} onRemove={() => queue.remove(upload.id)} />
          ))}
        </ul>
      ) : null}
      {notice ? <p className="px-1 pt-1 text-xs text-danger-ink">{notice}</p> : null}
      {isSendWanted ? (
        <p role="status" className="flex flex-wrap items-center gap-x-2 px-1 pt-1 text-xs text-muted-foreground">
          {m.room_send_when_uploaded()}
          <button
            type="button"
            onClick={() => queue.holdBack()}
            className="cursor-pointer rounded-xs py-1 font-semibold text-foreground underline underline-offset-2 hover:no-underline"
          >
            {m.room_send_not_yet()}
          </button>
        </p>
      ) : null}
    </div>
  );
}

function UploadItem({ upload, onRetry, onRemove }: { upload: Upload; onRetry: () => void; onRemove: () => void }) {
  const { fileName: name, state, progress, previewUrl, canRetry } = upload;
  const isUnderWay = state === "waiting" || state === "sending";
  return (
    <li
      className={cn(
        "flex w-full min-w-0 items-center gap-2 rounded-lg border bg-background p-1.5 text-sm text-foreground sm:w-64",
        state === "failed" ? "border-danger" : "border-border",
      )}
    >
      {previewUrl ? (
        <img src={previewUrl} alt="" width={40} height={40} className="size-10 shrink-0 rounded-md bg-sunken object-cover" />
      ) : (
        <AttachmentIcon contentType={upload.attachment?.contentType ?? ""} className="size-10 rounded-md bg-sunken" />
      )}
      <div className="min-w-0 flex-1">
        <p className="truncate leading-snug font-medium" title={name}>
          <bdi>{name}</bdi>
        </p>
        {isUnderWay ? (
          <div
            role="progressbar"
            aria-label={m.room_upload_progress({ name })}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={Math.round(progress * 100)}
            aria-valuetext={state === "waiting" && !navigator.onLine ? m.room_state_queued() : undefined}
            className="mt-1.5 h-1.5 overflow-hidden rounded-full bg-pressed"
          >
            <div
              className="h-full rounded-full bg-primary transition-[width] duration-200 motion-reduce:transition-none"
              style={{ width: `${Math.max(progress * 100, 4)}%` }}
            />
          </div>
        ) : (
          <p className={cn("text-xs", state === "failed" ? "text-danger-ink" : "text-muted-foreground")}>
            {upload.words ?? formatBytes(upload.byteSize)}
          </p>
        )}
        {isUnderWay && state === "waiting" && !navigator.onLine ? (
          <p className="mt-1 text-xs text-muted-foreground">{m.room_state_queued()}</p>
        ) : null}
      </div>
      {state === "failed" && canRetry ? (
        <ItemButton label={m.room_upload_retry({ name })} onClick={onRetry}>
          <path d="M13 8a5 5 0 1 1-1.6-3.7M13 2.5v3h-3" />
        </ItemButton>
      ) : null}
      <ItemButton label={isUnderWay ? m.room_upload_cancel({ name }) : m.room_upload_remove({ name })} onClick={onRemove}>
        <path d="m4 4 8 8m0-8-8 8" />
      </ItemButton>
    </li>
  );
}

function ItemButton({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={() => {
        onClick();
        // The button goes, and with it the place of the keyboard.
        document.getElementById("room-composer")?.focus();
      }}
      className={cn(buttonVariants({ variant: "ghost", size: "icon-sm" }), "text-muted-foreground")}
    >
      <LineIcon className="size-4">{children}</LineIcon>
    </button>
  );
}
