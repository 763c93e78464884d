import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactElement } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DeskProvider } from "~/features/workspaces/desk-context";
import { RealtimeProvider } from "~/lib/realtime/realtime-provider";
import { answerRequests, desk, fillInBrowser, links, me, messageOf, roomPage, type Posted } from "../../../tests/support/room-page";
import { DeskRoom } from "./desk-room";
import { Room } from "./room";

const connected = (room: ReactElement) => (
  <RealtimeProvider url="http://127.0.0.1:9" publishableKey="none" tokenUrl="/token">
    {room}
  </RealtimeProvider>
);
const customersRoom = () =>
  connected(<Room me={me} page={roomPage} endpoints={{ messages: "/messages" }} closed={<p>Closed for good</p>} links={links} />);
const agentsRoom = () =>
  connected(
    <DeskProvider value={desk}>
      <DeskRoom
        me={me}
        page={roomPage}
        notes={{ topic: "notes", notes: [] }}
        endpoints={{ messages: "/messages", notes: "/notes", details: "/details" }}
        links={links}
        customerName="Zoë"
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
  ["a customer's", customersRoom],
  ["an agent's", agentsRoom],
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
