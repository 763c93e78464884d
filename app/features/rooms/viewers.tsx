import { useSyncExternalStore } from "react";
import { Avatar } from "~/components/ui/avatar";
import { useDesk } from "~/features/workspaces/desk-context";
import { m } from "~/lib/i18n/messages";
import type { NotesClient, Viewer } from "./notes-client";

/** The other agents who have the ticket open, by the names of the workspace's members; somebody unknown is not shown. */
function useViewers(notes: NotesClient): (Viewer & { name: string; avatarId: string | null })[] {
  const { members } = useDesk();
  const viewers = useSyncExternalStore(notes.subscribe, notes.getViewers, notes.getViewers);
  return viewers.flatMap((viewer) => {
    const member = members.find(({ member_id: id }) => id === viewer.memberId);
    return member ? [{ ...viewer, name: member.display_name, avatarId: member.avatar_id }] : [];
  });
}

const shownFaces = 3;

/** Who else of the team looks at the ticket now, and who writes in it: so that two do not answer the same. */
export function Viewers({ notes }: { notes: NotesClient }) {
  const viewers = useViewers(notes);
  const writing = viewers.filter(({ isWriting }) => isWriting);
  const names = (writing.length > 0 ? writing : viewers).map(({ name }) => name).join(", ");
  return (
    <p role="status" className="flex min-w-0 items-center gap-1.5">
      {viewers.length > 0 ? (
        <>
          <span className="flex shrink-0 -space-x-1.5 rtl:space-x-reverse">
            {viewers.slice(0, shownFaces).map(({ memberId, name, avatarId }) => (
              <Avatar key={memberId} name={name} seed={memberId} pictureId={avatarId} size="xs" className="ring-2 ring-surface" />
            ))}
          </span>
          <span className="truncate">{writing.length > 0 ? m.room_agents_writing({ names }) : m.room_agents_viewing({ names })}</span>
        </>
      ) : null}
    </p>
  );
}
