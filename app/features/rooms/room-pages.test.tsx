import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactElement } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DeskProvider } from "~/features/workspaces/desk-context";
import { RealtimeProvider } from "~/lib/realtime/realtime-provider";
import type { MessageLine, NotesPage, RoomPage } from "~/lib/supabase/database-types";
import { answerRequests, desk, fillInBrowser, links, me, messageOf, roomPage, type Posted } from "../../../tests/support/room-page";
import { DeskRoom } from "./desk-room";
import { messageLine } from "./line";
import { startLog, type LineLog } from "./line-log";
import { Room } from "./room";
import { ToEndButton } from "./to-end-button";

const connected = (room: ReactElement) => (
  <RealtimeProvider url="http://127.0.0.1:9" publishableKey="none" tokenUrl="/token">
    {room}
  </RealtimeProvider>
);
const customersRoom = (page: RoomPage = roomPage) =>
  connected(<Room me={me} page={page} endpoints={{ messages: "/messages" }} closed={<p>Closed for good</p>} links={links} />);
const agentsRoom = (notes: NotesPage = { topic: "notes", notes: [] }) =>
  connected(
    <DeskProvider value={desk}>
      <DeskRoom
        me={me}
        page={roomPage}
        notes={notes}
        endpoints={{ messages: "/messages", notes: "/notes", details: "/details" }}
        links={links}
        customerName="Zoë"
        isCustomerAlone
      />
    </DeskProvider>,
  );

const field = (name = "Message") => screen.getByRole("textbox", { name });
const button = (name: string) => screen.getByRole("button", { name });

beforeEach(() => {
  fillInBrowser();
  sessionStorage.clear();
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe.each([
  ["a customer's", () => customersRoom()],
  ["an agent's", () => agentsRoom()],
])("a refused line in %s room", (_whose, room) => {
  const refuse = () => Response.json({ words: "Not now." }, { status: 422 });

  it("goes back to where it was written", async () => {
    answerRequests(refuse);
    render(room());
    await userEvent.type(field(), "my long story{Enter}");
    await userEvent.click(await screen.findByRole("button", { name: "Edit" }));
    await waitFor(() => expect(field()).toHaveValue("my long story"));
    expect(within(screen.getByRole("log")).queryByText("my long story")).toBeNull();
  });

  it("keeps its text when the room is closed, where there is nothing to write it in", async () => {
    let status: "open" | "closed" = "open";
    answerRequests(
      () => {
        status = "closed";
        return refuse();
      },
      () => ({ ...roomPage, status, change_seq: status === "closed" ? 1 : 0, changes_to: 1 }),
    );
    render(room());
    await userEvent.type(field(), "my long story{Enter}");
    await waitFor(() => expect(screen.queryByRole("textbox")).toBeNull());
    expect(screen.queryByRole("button", { name: "Edit" })).toBeNull();
    expect(within(screen.getByRole("log")).getByText("my long story")).toBeVisible();
    expect(button("Try again")).toBeVisible();
    expect(button("Discard")).toBeVisible();
  });
});

/** Uploads that end when the test says so. */
function holdUploads() {
  const ends: (() => void)[] = [];
  class Request {
    upload = {};
    status = 0;
    responseText = "";
    onloadend: () => void = () => undefined;
    open() {}
    setRequestHeader() {}
    abort() {}
    send(file: File) {
      ends.push(() => {
        this.status = 200;
        this.responseText = JSON.stringify({
          attachment: {
            attachment_id: "file-1",
            file_name: file.name,
            content_type: "text/plain",
            byte_size: 5,
            width: null,
            height: null,
          },
        });
        this.onloadend();
      });
    }
  }
  vi.stubGlobal("XMLHttpRequest", Request);
  return ends;
}

it("a reply whose files come while a note is written goes with its text, once it is looked at again", async () => {
  const ends = holdUploads();
  const posted: Posted[] = answerRequests(({ form }) =>
    Response.json({
      line: messageOf(1, { sender_type: "agent", sender_id: me.id, client_id: form.get("client_id"), body: form.get("body") ?? "" }),
    }),
  );
  const { container } = render(agentsRoom());
  await userEvent.type(field(), "see the bill");
  const picker = container.querySelector<HTMLInputElement>("input[type=file]");
  await userEvent.upload(picker!, new File(["12345"], "bill.txt", { type: "text/plain" }));
  await waitFor(() => expect(ends).toHaveLength(1));
  await userEvent.type(field(), "{Enter}");
  expect(await screen.findByText(/sent as soon as/)).toBeVisible();
  await userEvent.click(button("Internal note"));
  ends[0]?.();
  await new Promise((resolve) => setTimeout(resolve, 50));
  const sent = () => posted.filter(({ form }) => form.has("client_id"));
  expect(sent()).toEqual([]);

  await userEvent.click(button("Reply"));
  await waitFor(() => expect(sent()).toHaveLength(1));
  expect(sent()[0]?.form.get("body")).toBe("see the bill");
  expect(sent()[0]?.form.getAll("attachment_ids")).toEqual(["file-1"]);
  expect(field()).toHaveValue("");
});

describe("code that cannot be loaded", () => {
  const picture = { attachment_id: "p", file_name: "p.png", content_type: "image/png", byte_size: 9, width: 99, height: 99 };
  const now = new Date().toISOString();
  const own = { sender_type: "customer" as const, sender_id: me.id, created_at: now };
  const page = { ...roomPage, last_seq: 1, messages: [messageOf(1, { ...own, attachments: [picture] })] };
  // Without the pointer's way there: a mocked file throws once.
  const openMenu = async () => void fireEvent.click(await screen.findByRole("button", { name: /^Actions for the message/ }));
  const choose = async (name: string) => {
    await openMenu();
    await userEvent.click(await screen.findByRole("menuitem", { name }));
  };
  const away: [string, string, () => Promise<void>][] = [
    ["the menu of a message", "./message-menu", openMenu],
    ["the form of an edit", "./edit-form", () => choose("Edit")],
    ["a dialog", "./message-dialog", () => choose("Delete")],
    ["the search", "./search-panel", () => userEvent.click(screen.getByRole("link", { name: "Search this conversation" }))],
    ["a picture", "./attachment-lightbox", () => userEvent.click(screen.getByRole("img", { name: "Picture p.png" }))],
  ];

  it.each(away)("leaves the room as it is, and says so: %s", async (_what, file, open) => {
    answerRequests(
      () => Response.json({}),
      () => page,
    );
    vi.resetModules();
    vi.doMock(file, () => {
      throw new TypeError("Failed to fetch dynamically imported module");
    });
    const { Room: FreshRoom } = await import("./room");
    const { RealtimeProvider: FreshProvider } = await import("~/lib/realtime/realtime-provider");
    render(
      <FreshProvider url="http://127.0.0.1:9" publishableKey="none" tokenUrl="/token">
        <FreshRoom me={me} page={page} endpoints={{ messages: "/messages" }} closed={null} links={links} />
      </FreshProvider>,
    );
    await open();
    expect(await screen.findByText(/could not be loaded/)).toBeVisible();
    expect(field()).toBeVisible();
    expect(within(screen.getByRole("log")).getByText("body 1")).toBeVisible();
    vi.doUnmock(file);
  });
});

it("a colleague's note is read out, and one's own is not", async () => {
  const noteOf = (seq: number, by: string) => ({
    room_id: "room",
    note_seq: seq,
    note_id: `n${seq}`,
    member_id: by,
    author_name: by,
    author_avatar_id: null,
    client_id: `n${seq}`,
    body: `note ${seq}`,
    created_at: "2026-11-20T10:00:00Z",
  });
  const notes = [noteOf(1, "ben")];
  answerRequests(() => Response.json({}));
  const { rerender } = render(agentsRoom({ topic: "notes", notes }));
  rerender(agentsRoom({ topic: "notes", notes: [...notes, noteOf(2, "ben"), noteOf(3, me.id)] }));
  expect(await screen.findByText("Internal note by ben: note 2")).toBeInTheDocument();
  expect(screen.queryByText(/Internal note by.*note [13]/)).toBeNull();
});

it("what is new below are messages of others: none that were taken back, and not what happened to the ticket", () => {
  const log = (...lines: MessageLine[]) => startLog(lines.map(messageLine).filter((line) => line !== null));
  const seen = [messageOf(1)];
  const button = (lines: LineLog, isAtEnd: boolean) => (
    <ToEndButton log={lines} notes={[]} me={me} isAtEnd={isAtEnd} isApart={false} onClick={() => undefined} />
  );
  const { rerender } = render(button(log(...seen), true));
  const news = [
    messageOf(2),
    messageOf(3, { deleted_at: "2026-11-20T10:00:30Z", body: "" }),
    messageOf(4, { sender_type: "system", sender_id: null }),
  ];
  rerender(button(log(...seen, ...news), false));
  expect(screen.getByRole("button")).toHaveTextContent("1 new message");
});
