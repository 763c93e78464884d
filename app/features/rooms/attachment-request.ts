/** One file on its way to the server, with how much of it has gone: `fetch` does not tell that. */

export type FileAnswer =
  | { kind: "ok"; json: unknown }
  /** The app itself said no, with words for people. */
  | { kind: "refused"; status: number; words: string }
  /** An answer that says nothing about the file. */
  | { kind: "failed" }
  /** No answer. */
  | { kind: "cut" };

/** Nothing has gone for so long: the line is dead, whatever the browser thinks. Milliseconds. */
const silenceMs = 30_000;

/** @param onProgress told from 0 to 1 */
export function sendFile(
  url: string,
  file: File,
  onProgress: (progress: number) => void,
): { answer: Promise<FileAnswer>; abort: () => void } {
  const request = new XMLHttpRequest();
  const answer = new Promise<FileAnswer>((resolve) => {
    let timer: ReturnType<typeof setTimeout>;
    const listen = () => {
      clearTimeout(timer);
      timer = setTimeout(() => request.abort(), silenceMs);
    };
    request.upload.onprogress = ({ loaded, total }) => {
      listen();
      if (total > 0) onProgress(loaded / total);
    };
    request.onloadend = () => {
      clearTimeout(timer);
      resolve(read(request));
    };
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Content-Type", "application/octet-stream");
    listen();
    request.send(file);
  });
  return { answer, abort: () => request.abort() };
}

function read({ status, responseText }: XMLHttpRequest): FileAnswer {
  if (status === 0) return { kind: "cut" };
  try {
    const json = JSON.parse(responseText) as { words?: unknown };
    if (status === 200) return { kind: "ok", json };
    if (status >= 400 && status < 500 && typeof json.words === "string") return { kind: "refused", status, words: json.words };
  } catch {
    // A page of another kind (of a gateway, of a hotel's network) is no JSON.
  }
  return { kind: "failed" };
}
