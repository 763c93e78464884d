/** Files on their way to the server, for the message that is being written. A chunk of its own: see use-attachments. */
import { m } from "~/lib/i18n/messages";
import { formatBytes } from "~/lib/i18n/format";
import { sendFile, type FileAnswer } from "./attachment-request";
import { discardFile } from "./discard-file";
import { record, readAttachment, type Attachment } from "./line";
import { newId } from "./new-id";

export type Upload = {
  /** The same for every attempt, so that the server knows it again. */
  id: string;
  fileName: string;
  byteSize: number;
  /** Of the browser's own copy; null for what it does not show. */
  previewUrl: string | null;
  /** `waiting` and `sending` go on by themselves, `failed` waits for the person. */
  state: "waiting" | "sending" | "done" | "failed";
  /** How much of it has gone, from 0 to 1. */
  progress: number;
  /** Why it failed, for people. */
  words: string | null;
  canRetry: boolean;
  attachment: Attachment | null;
};

export type Uploads = {
  uploads: readonly Upload[];
  /** For those who listen: what just became of a file. */
  announcement: string;
  /** What concerns no file by itself. */
  notice: string | null;
  /** The message is to be sent as soon as all files are there. */
  isSendWanted: boolean;
};

const noUploads: Uploads = { uploads: [], announcement: "", notice: null, isSendWanted: false };

type UploadsOptions = {
  roomId: string;
  /** Of the route that takes files, without a query. */
  url: string;
  rules: { max_attachment_bytes: number; max_attachments_per_message: number };
  send?: typeof sendFile;
};

const atOnce = 3;
const retryMs = [1000, 2000, 5000, 10_000];
/** Tries of a server that answers, but not as it should. */
const tries = 4;
const shownTypes = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"];

export class UploadQueue {
  private state: Uploads = noUploads;
  private readonly watchers = new Set<() => void>();
  private readonly files = new Map<string, Kept>();
  private said: string[] = [];
  private sayTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: UploadsOptions) {}

  readonly getSnapshot = (): Uploads => this.state;

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** Goes on when the network is back, and asks before the page with unsent files is left. */
  start(): () => void {
    const wake = () => {
      for (const kept of this.files.values()) rested(kept);
      this.pump();
    };
    const ask = (event: BeforeUnloadEvent) => {
      if (this.state.uploads.length > 0) event.preventDefault();
    };
    window.addEventListener("online", wake);
    window.addEventListener("beforeunload", ask);
    return () => {
      window.removeEventListener("online", wake);
      window.removeEventListener("beforeunload", ask);
      for (const kept of this.files.values()) {
        rested(kept);
        kept.abort?.();
      }
    };
  }

  add(files: readonly File[]): void {
    const { max_attachments_per_message: most, max_attachment_bytes: mostBytes } = this.options.rules;
    const fitting = files.slice(0, Math.max(0, most - this.state.uploads.length));
    const added = fitting.map((file): Upload => {
      const id = newId();
      const words =
        file.size === 0 ? m.room_file_empty() : file.size > mostBytes ? m.room_file_too_large({ limit: formatBytes(mostBytes) }) : null;
      if (words === null) this.files.set(id, { file, failures: 0 });
      else this.say(m.room_upload_failed({ name: file.name, words }));
      const previewUrl = words === null && shownTypes.includes(file.type) ? URL.createObjectURL(file) : null;
      return { ...unsent, id, fileName: file.name, byteSize: file.size, previewUrl, words, state: words === null ? "waiting" : "failed" };
    });
    const notice = fitting.length < files.length ? m.room_files_too_many({ count: most }) : null;
    if (notice) this.say(notice);
    this.set({ uploads: [...this.state.uploads, ...added], notice });
    this.pump();
  }

  /** Files that are on the server already, of a message that was taken back from sending. */
  putBack(attachments: readonly Attachment[]): void {
    const known = new Set(this.state.uploads.map(({ attachment }) => attachment?.id));
    const added = attachments
      .filter(({ id }) => !known.has(id))
      .map((attachment): Upload => {
        const { id, fileName, byteSize } = attachment;
        return { ...unsent, id, fileName, byteSize, state: "done", progress: 1, attachment };
      });
    this.set({ uploads: [...this.state.uploads, ...added] });
  }

  retry(id: string): void {
    const kept = this.files.get(id);
    if (kept) kept.failures = 0;
    if (kept) rested(kept);
    this.change(id, { state: "waiting", words: null, progress: 0 });
    this.pump();
  }

  /** Takes a file away, wherever it is on its way. */
  remove(id: string): void {
    const upload = this.find(id);
    if (!upload) return;
    this.files.get(id)?.abort?.();
    this.forget(upload);
    this.set({ uploads: this.state.uploads.filter((one) => one.id !== id), notice: null });
    if (this.state.uploads.length === 0) this.set({ isSendWanted: false });
    this.say(m.room_upload_removed({ name: upload.fileName }));
    // What is not taken back here, the server forgets within a day.
    if (upload.attachment) void discardFile(this.options.url, upload.attachment.id);
    this.pump();
  }

  /** The person wants the message sent. @returns its files, or null while it cannot be */
  take(): Attachment[] | null {
    const { uploads } = this.state;
    if (uploads.some(({ state }) => state === "failed")) {
      this.set({ notice: m.room_files_first(), isSendWanted: false });
      return null;
    }
    const attachments = uploads.flatMap(({ attachment }) => attachment ?? []);
    if (attachments.length < uploads.length) {
      this.set({ isSendWanted: true });
      return null;
    }
    uploads.forEach((upload) => this.forget(upload));
    this.set(noUploads);
    return attachments;
  }

  /** Not yet after all. */
  holdBack(): void {
    this.set({ isSendWanted: false });
  }

  private pump(): void {
    const { uploads } = this.state;
    const room = atOnce - uploads.filter(({ state }) => state === "sending").length;
    for (const { id } of uploads.filter(({ id, state }) => state === "waiting" && !this.files.get(id)?.rest).slice(0, room))
      void this.upload(id);
  }

  private async upload(id: string): Promise<void> {
    const kept = this.files.get(id);
    if (!kept) return;
    this.change(id, { state: "sending", progress: 0 });
    const query = new URLSearchParams({ room_id: this.options.roomId, client_id: id, name: kept.file.name });
    const sending = (this.options.send ?? sendFile)(`${this.options.url}?${query.toString()}`, kept.file, (progress) =>
      this.change(id, { progress }),
    );
    kept.abort = sending.abort;
    const answer = await sending.answer;
    // Taken away meanwhile.
    if (!this.find(id)) return;
    this.conclude(id, kept, answer);
    this.pump();
  }

  private conclude(id: string, kept: Kept, answer: FileAnswer): void {
    const attachment = answer.kind === "ok" ? readAttachment(record(answer.json)?.attachment) : null;
    if (attachment) {
      this.change(id, { state: "done", progress: 1, attachment, fileName: attachment.fileName, words: null });
      this.say(m.room_upload_done({ name: attachment.fileName }));
      return;
    }
    kept.failures += 1;
    if (answer.kind === "cut" || (answer.kind !== "refused" && kept.failures < tries)) {
      // Without a network it waits for as long as it takes.
      this.change(id, { state: "waiting", progress: 0 });
      const delay = retryMs[Math.min(kept.failures, retryMs.length) - 1];
      kept.rest = setTimeout(() => {
        rested(kept);
        this.pump();
      }, delay);
      return;
    }
    const words = answer.kind === "refused" ? answer.words : m.room_upload_not_done();
    // What the file is does not change by trying again.
    this.change(id, { state: "failed", words, canRetry: answer.kind !== "refused" || ![413, 415].includes(answer.status) });
    this.say(m.room_upload_failed({ name: kept.file.name, words }));
  }

  private find(id: string): Upload | undefined {
    return this.state.uploads.find((upload) => upload.id === id);
  }

  private forget({ id, previewUrl }: Upload): void {
    const kept = this.files.get(id);
    if (kept) rested(kept);
    this.files.delete(id);
    if (previewUrl) URL.revokeObjectURL(previewUrl);
  }

  private change(id: string, change: Partial<Upload>): void {
    this.set({ uploads: this.state.uploads.map((upload) => (upload.id === id ? { ...upload, ...change } : upload)) });
  }

  /** Several files end at once: one announcement would hide the other. */
  private say(words: string): void {
    this.said.push(words);
    clearTimeout(this.sayTimer);
    this.sayTimer = setTimeout(() => {
      this.set({ announcement: this.said.join(" ") });
      this.said = [];
    }, 250);
  }

  private set(change: Partial<Uploads>): void {
    this.state = { ...this.state, ...change };
    this.watchers.forEach((watcher) => watcher());
  }
}

/** `rest` is set after a failure, until the next try is due. */
type Kept = { file: File; failures: number; rest?: ReturnType<typeof setTimeout>; abort?: () => void };

function rested(kept: Kept): void {
  clearTimeout(kept.rest);
  kept.rest = undefined;
}

const unsent = { previewUrl: null, progress: 0, words: null, canRetry: false, attachment: null };
