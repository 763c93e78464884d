import { useState } from "react";
import { m } from "~/lib/i18n/messages";
import { plainText } from "~/lib/text/plain-text";
import type { Line, Me } from "./line";
import { systemWords } from "./system-words";

/** Reads out what others say, and neither one's own lines nor history. */
export function RoomAnnouncer({ lines, me }: { lines: readonly Line[]; me: Me }) {
  const last = lines.at(-1)?.seq ?? 0;
  const [heard, setHeard] = useState({ last, words: [] as string[] });
  if (heard.last < last) {
    const added = linesAfter(lines, heard.last).filter((line) => line.senderId !== me.id && spoken(line) !== "");
    setHeard({ last, words: added.slice(-5).map(spoken) });
  }
  return (
    <div aria-live="polite" className="sr-only">
      {heard.words.map((words, index) => (
        <p key={`${last} ${index}`}>{words}</p>
      ))}
    </div>
  );
}

/** What happened, or who says what: the text and the names of the files. */
function spoken({ system, senderName, body, attachments }: Line): string {
  if (system) return systemWords(system, senderName);
  const text = [plainText(body), ...attachments.map(({ fileName }) => fileName)].filter(Boolean).join(" ");
  return text === "" ? "" : m.room_announce({ name: senderName, text });
}

/** Of lines without gaps. */
export function linesAfter(lines: readonly Line[], seq: number): readonly Line[] {
  return lines.slice(Math.max(0, seq + 1 - (lines[0]?.seq ?? 1)));
}
