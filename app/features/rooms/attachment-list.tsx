import { useContext, useState } from "react";
import { cn } from "~/lib/cn";
import { formatBytes } from "~/lib/i18n/format";
import { m } from "~/lib/i18n/messages";
import { loadedLater } from "~/lib/loaded-later";
import { paths } from "~/lib/paths";
import { FilesUrlContext } from "./attachment-context";
import { AttachmentIcon } from "./attachment-icon";
import { isShown } from "./attachment-shown";
import type { Attachment } from "./line";
import { useNotLoaded } from "./use-message-actions";

const Lightbox = loadedLater(() => import("./attachment-lightbox"));

/** Sides of a picture in the conversation, in pixels. */
const most = { width: 320, height: 320 };
const least = 32;

/** The files of a message: pictures at a size that is known before they load, everything else by name and size. */
export function AttachmentList({ attachments }: { attachments: readonly Attachment[] }) {
  const url = useContext(FilesUrlContext);
  const [openId, setOpenId] = useState<string | null>(null);
  const notLoaded = useNotLoaded();
  const images = attachments.filter(isShown);
  const files = attachments.filter((file) => !isShown(file));
  return (
    <div className="-mx-2 mt-0.5 mb-1 flex flex-col gap-1.5 last:mb-0.5">
      {images.length > 0 ? (
        <ul aria-label={m.room_images()} className="flex flex-wrap gap-1.5">
          {images.map((image) => (
            <li key={image.id} className="max-w-full min-w-0">
              <Picture image={image} isAlone={images.length === 1} href={paths.file(url, image.id)} onOpen={() => setOpenId(image.id)} />
            </li>
          ))}
        </ul>
      ) : null}
      {files.length > 0 ? (
        <ul aria-label={m.room_files()} className="flex flex-col gap-1.5">
          {files.map((file) => (
            <li key={file.id} className="min-w-0">
              <FileLink file={file} href={paths.file(url, file.id)} />
            </li>
          ))}
        </ul>
      ) : null}
      {openId === null ? null : (
        <Lightbox images={images} openId={openId} filesUrl={url} onOpen={setOpenId} onNotLoaded={() => notLoaded(() => setOpenId(null))} />
      )}
    </div>
  );
}

/** Without JavaScript, or with the middle button, the link leads to the picture itself. */
function Picture({ image, isAlone, href, onOpen }: { image: Attachment; isAlone: boolean; href: string; onOpen: () => void }) {
  const { width, height } = isAlone ? fitted(image) : { width: 112, height: 112 };
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        onOpen();
      }}
      className="block max-w-full overflow-hidden rounded-xl bg-sunken text-xs text-muted-foreground"
    >
      <img
        src={href}
        alt={m.room_image({ name: image.fileName })}
        width={width}
        height={height}
        loading="lazy"
        decoding="async"
        className="h-auto max-w-full object-cover"
        style={{ aspectRatio: `${width} / ${height}` }}
      />
    </a>
  );
}

/** A picture's sides as shown: never larger than it is, and none so small that it cannot be hit. */
function fitted({ width, height }: Attachment): { width: number; height: number } {
  const [w, h] = [width ?? most.width, height ?? most.height];
  const scale = Math.min(1, most.width / w, most.height / h);
  return { width: Math.max(Math.round(w * scale), least), height: Math.max(Math.round(h * scale), least) };
}

function FileLink({ file, href }: { file: Attachment; href: string }) {
  return (
    <a
      href={href}
      download={file.fileName}
      className={cn(
        "flex max-w-full min-w-0 items-center gap-2.5 rounded-xl border border-border bg-background py-1.5 ps-2 pe-3.5 text-foreground",
        "w-80 transition-colors hover:bg-hover",
      )}
    >
      <AttachmentIcon contentType={file.contentType} className="size-9 rounded-lg bg-sunken" />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-sm font-medium" title={file.fileName}>
          <bdi>{file.fileName}</bdi>
        </span>
        <span className="block text-xs text-muted-foreground">{formatBytes(file.byteSize)}</span>
      </span>
    </a>
  );
}
