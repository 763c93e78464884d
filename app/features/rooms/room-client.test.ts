import { describe, expect, it, vi } from "vitest";
import type { ChannelListener, RealtimeConnection } from "~/lib/realtime/connection";
import type { ReceiptLine, RoomPage } from "~/lib/supabase/database-types";
import { messageOf, roomPage } from "../../../tests/support/room-page";
import { tabOutbox } from "./outbox";
import type { Side } from "./presence";
import { RoomClient } from "./room-client";

/** A room whose pushes the test makes, and whose posts it sees. */
function enter(page: Partial<RoomPage>, side: Side = "customer") {
  const posted: Record<string, string>[] = [];
  let listener: ChannelListener = {};
  const whole = { ...roomPage, ...page };
  const room = new RoomClient({
    side,
    me: { id: side === "agent" ? "sana" : "zoe", name: side },
    page: whole,
    url: "/messages",
    outbox: tabOutbox("room-client"),
    fetch: (_input, init) => {
      if (init?.method === "POST") posted.push(Object.fromEntries(init.body as URLSearchParams));
      return Promise.resolve(Response.json(whole));
    },
  });
  const onTicketChanged = vi.fn();
  room.whenTicketChanges(onTicketChanged);
  const join = (_topic: string, joined: ChannelListener) => {
    listener = joined;
    return { track() {}, leave() {}, pushes: [] };
  };
  const stop = room.start({ join } as unknown as RealtimeConnection);
  return {
    room,
    stop,
    posted,
    hear: (status: string, changeSeq: number) => listener.onBroadcast?.("room_changed", { kind: "status", status, change_seq: changeSeq }),
    status: () => room.getState().roomStatus,
  };
}

describe("the status of a room", () => {
  it("is that after the latest change, in whatever order pushes come", () => {
    const { hear, status, stop } = enter({ change_seq: 3 });
    hear("closed", 5);
    expect(status()).toBe("closed");
    hear("open", 4);
    expect(status()).toBe("closed");
    hear("open", 6);
    expect(status()).toBe("open");
    hear("closed", 5);
    expect(status()).toBe("open");
    stop();
  });

  it("is not taken back by a page that was read before it changed", () => {
    const { room, hear, status, stop } = enter({ change_seq: 3 });
    hear("closed", 4);
    room.take({ ...roomPage, status: "open", change_seq: 3 });
    expect(status()).toBe("closed");
    room.take({ ...roomPage, status: "open", change_seq: 5, changes_to: 5 });
    expect(status()).toBe("open");
    stop();
  });
});

describe("the receipt of a page that is opened", () => {
  const agents: ReceiptLine = { participant_id: null, side: "agent", name: "", delivered_seq: 2, read_seq: 0, change_seq: 1 };
  const messages = [messageOf(1), messageOf(2)];
  const acknowledged = (posted: Record<string, string>[]) => posted.filter(({ intent }) => intent === "acknowledge-messages");

  it("is an agent's own, whatever other agents have received", () => {
    const { posted, stop } = enter({ messages, last_seq: 2, receipts: [agents] }, "agent");
    expect(acknowledged(posted)).toMatchObject([{ delivered_seq: "2" }]);
    stop();
  });

  it("is not sent again where the person has it already", () => {
    const own = { ...agents, participant_id: "zoe", side: "customer" as const };
    const answers = messages.map((line) => ({ ...line, sender_type: "agent" as const, sender_id: "sana" }));
    const { posted, stop } = enter({ messages: answers, last_seq: 2, receipts: [own] });
    expect(acknowledged(posted)).toEqual([]);
    stop();
    const agent = enter({ messages, last_seq: 2, my_read_seq: 2, receipts: [agents] }, "agent");
    expect(acknowledged(agent.posted)).toEqual([]);
    agent.stop();
  });
});
