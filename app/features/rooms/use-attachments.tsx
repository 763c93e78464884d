import { useCallback, useEffect, useRef, useState, useSyncExternalStore, type RefObject } from "react";
import { LiveRegion } from "~/components/live-region";
import { m } from "~/lib/i18n/messages";
import type { RoomRules } from "~/lib/supabase/database-types";
import { AttachmentButton } from "./attachment-button";
import { discardFile } from "./discard-file";
import type { ComposerHandle, ComposerSlots } from "./composer";
import type { Attachment } from "./line";

/** What takes files in, and shows them: loaded with the first file, since most messages have none. */
type Tray = typeof import("./attachment-tray");
type Queue = InstanceType<Tray["UploadQueue"]>;

const subscribeToNothing = () => () => undefined;
const nothing = () => null;

/**
 * Files for the message that is being written in a room.
 *
 * @param options.filesUrl of the route that takes files, without a query
 * @param options.isActive messages are being written right now, and nothing else
 */
export function useAttachments(options: {
  roomId: string;
  filesUrl: string;
  rules: RoomRules;
  composer: RefObject<ComposerHandle>;
  isActive?: boolean;
}) {
  const { roomId, filesUrl: url, rules, composer, isActive = true } = options;
  const [tray, setTray] = useState<{ queue: Queue; AttachmentTray: Tray["AttachmentTray"] } | null>(null);
  const [hasFailed, setHasFailed] = useState(false);
  const loading = useRef<Promise<Queue | null>>();
  const state = useSyncExternalStore(tray?.queue.subscribe ?? subscribeToNothing, tray?.queue.getSnapshot ?? nothing, nothing);
  const uploads = state?.uploads ?? [];

  const load = useCallback(() => {
    loading.current ??= import("./attachment-tray").then(
      ({ UploadQueue, AttachmentTray }) => {
        const queue = new UploadQueue({ roomId, url, rules });
        setTray({ queue, AttachmentTray });
        setHasFailed(false);
        return queue;
      },
      () => {
        loading.current = undefined;
        setHasFailed(true);
        return null;
      },
    );
    return loading.current;
  }, [roomId, rules, url]);

  useEffect(() => tray?.queue.start(), [tray]);

  const isReady = isActive && state !== null && state.isSendWanted && uploads.every(({ state }) => state === "done");
  useEffect(() => {
    if (isReady) composer.current?.send();
  }, [composer, isReady]);

  const onFiles = useCallback((files: File[]) => void load().then((queue) => queue?.add(files)), [load]);
  const putBack = useCallback(
    (files: readonly Attachment[] = []) => {
      if (files.length > 0) void load().then((queue) => queue?.putBack(files));
    },
    [load],
  );
  /** Takes back the files of a message that is not to be sent. Nobody waits for it: the server forgets them by itself, only later. */
  const forget = useCallback(
    (files: readonly Attachment[] = []) => {
      for (const { id } of files) void discardFile(url, id);
    },
    [url],
  );
  /** The files of a message that is sent now. False: not yet, it is sent later by itself or waits for the person. */
  const take = useCallback((): Attachment[] | false => (tray ? (tray.queue.take() ?? false) : []), [tray]);

  const isAllowed = rules.max_attachment_bytes > 0 && rules.max_attachments_per_message > 0;
  const slots: ComposerSlots = isAllowed
    ? {
        onFiles,
        canSendEmpty: uploads.length > 0,
        tools: (
          <>
            <AttachmentButton onFiles={onFiles} onNear={() => void load()} />
            <LiveRegion message={state?.announcement ?? ""} />
          </>
        ),
        above: hasFailed ? (
          <p role="alert" className="px-2 pt-1 text-sm text-danger-ink">
            {m.room_files_not_loaded()}
          </p>
        ) : tray && state && (uploads.length > 0 || state.notice) ? (
          <tray.AttachmentTray queue={tray.queue} state={state} />
        ) : undefined,
      }
    : {};
  return { slots, take, putBack, forget };
}
