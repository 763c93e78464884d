import { useState } from "react";
import { m } from "~/lib/i18n/messages";
import { plainText } from "~/lib/text/plain-text";
import type { Line, Me } from "./line";
import { systemWords } from "./system-words";

/**
 * Reads out what others say, and neither one's own lines nor history.
 *
 * @param props.words how it is put, where it is no message
 */
export function RoomAnnouncer(props: { lines: readonly Line[]; me: Me; words?: (said: { name: string; text: string }) => string }) {
  const { lines, me, words: put = m.room_announce } = props;
  const last = lines.at(-1)?.seq ?? 0;
  const [heard, setHeard] = useState({ last, words: [] as string[] });
  if (heard.last < last) {
    const added = linesAfter(lines, heard.last).filter((line) => line.senderId !== me.id);
    const words = added.map((line) => spoken(line, put)).filter((text) => text !== "");
    setHeard({ last, words: words.slice(-5) });
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
function spoken({ system, senderName, body, attachments }: Line, put: (said: { name: string; text: string }) => string): string {
  if (system) return systemWords(system, senderName);
  const text = [plainText(body), ...attachments.map(({ fileName }) => fileName)].filter(Boolean).join(" ");
  return text === "" ? "" : put({ name: senderName, text });
}

/** Of lines without gaps. */
export function linesAfter(lines: readonly Line[], seq: number): readonly Line[] {
  return lines.slice(Math.max(0, seq + 1 - (lines[0]?.seq ?? 1)));
}
