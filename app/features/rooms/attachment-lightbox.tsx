/** A message's pictures, large. A chunk of its own: most visits open none. */
import { useEffect, useRef, type KeyboardEvent } from "react";
import { buttonVariants } from "~/components/ui/button-variants";
import { LineIcon } from "~/components/ui/line-icon";
import { cn } from "~/lib/cn";
import { formatBytes } from "~/lib/i18n/format";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import type { Attachment } from "./line";

/** The browser's own dialog: it holds the keyboard, closes with Escape and gives the focus back. */
export default function AttachmentLightbox(props: {
  images: readonly Attachment[];
  openId: string;
  filesUrl: string;
  onOpen: (id: string | null) => void;
}) {
  const { images, openId, filesUrl, onOpen } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const index = images.findIndex(({ id }) => id === openId);
  const image = images[index];

  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
  }, []);
  // Its message was deleted while it was open.
  useEffect(() => {
    if (!image) onOpen(null);
  }, [image, onOpen]);

  if (!image) return null;
  const step = (by: number) => onOpen(images[(index + by + images.length) % images.length]?.id ?? null);
  function onKeyDown(event: KeyboardEvent) {
    if (images.length < 2 || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    event.preventDefault();
    const isForward = (event.key === "ArrowRight") === (getComputedStyle(event.currentTarget).direction === "ltr");
    step(isForward ? 1 : -1);
  }
  const button = buttonVariants({ variant: "outline", size: "icon" });
  return (
    <dialog
      ref={dialog}
      aria-label={m.room_image({ name: image.fileName })}
      onClose={() => onOpen(null)}
      onKeyDown={onKeyDown}
      onClick={({ target, currentTarget }) => target === currentTarget && currentTarget.close()}
      className="m-0 h-dvh max-h-none w-dvw max-w-none bg-transparent p-0 text-foreground outline-none backdrop:bg-overlay open:flex open:animate-in open:flex-col open:fade-in-0"
    >
      <div className="flex items-center gap-3 bg-surface px-3 py-2 shadow-sm sm:px-4">
        <p className="min-w-0 flex-1 truncate text-sm">
          <bdi className="font-medium" title={image.fileName}>
            {image.fileName}
          </bdi>
          <span className="ms-2 text-muted-foreground">{formatBytes(image.byteSize)}</span>
        </p>
        {images.length > 1 ? (
          <p aria-live="polite" className="shrink-0 text-sm text-muted-foreground tabular-nums">
            {m.room_image_position({ number: index + 1, count: images.length })}
          </p>
        ) : null}
        <a
          href={paths.file(filesUrl, image.id, { download: 1 })}
          download={image.fileName}
          aria-label={m.room_image_save()}
          title={m.room_image_save()}
          className={button}
        >
          <LineIcon className="size-4">
            <path d="M8 2.5v7.5m-3-3 3 3 3-3M3 13.5h10" />
          </LineIcon>
        </a>
        <button
          type="button"
          aria-label={m.common_close()}
          title={m.common_close()}
          onClick={() => dialog.current?.close()}
          className={button}
        >
          <LineIcon className="size-4">
            <path d="m4 4 8 8m0-8-8 8" />
          </LineIcon>
        </button>
      </div>
      <div
        className="relative grid min-h-0 flex-1 place-items-center p-3 sm:p-6"
        onClick={({ target, currentTarget }) => target === currentTarget && dialog.current?.close()}
      >
        <img
          key={image.id}
          src={paths.file(filesUrl, image.id)}
          alt={m.room_image({ name: image.fileName })}
          width={image.width ?? undefined}
          height={image.height ?? undefined}
          className="h-auto max-h-full w-auto max-w-full rounded-lg bg-sunken object-contain"
        />
        {images.length > 1 ? (
          <>
            <button
              type="button"
              aria-label={m.room_image_previous()}
              onClick={() => step(-1)}
              className={cn(button, "absolute start-3 top-1/2 -translate-y-1/2")}
            >
              <LineIcon className="size-4 rtl:-scale-x-100">
                <path d="m10 3-5 5 5 5" />
              </LineIcon>
            </button>
            <button
              type="button"
              aria-label={m.room_image_next()}
              onClick={() => step(1)}
              className={cn(button, "absolute end-3 top-1/2 -translate-y-1/2")}
            >
              <LineIcon className="size-4 rtl:-scale-x-100">
                <path d="m6 3 5 5-5 5" />
              </LineIcon>
            </button>
          </>
        ) : null}
      </div>
    </dialog>
  );
}
