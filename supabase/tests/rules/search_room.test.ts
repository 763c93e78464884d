import { describe, expect, it } from "vitest";
import type { ActorName } from "../../../tests/support/actors";
import { database } from "./support";

const { owner, undone, call, open, send, note } = database();

type Hit = { kind: string; seq: number; near_seq: number; sender_type: string; sender_name: string; excerpt: string };
type Found = { messages: Hit[]; notes: Hit[]; next_before_seq: number | null };

type Node = Record<string, unknown> & { "Actual Rows"?: number; "Rows Removed by Filter"?: number; Plans?: Node[] };
const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

const search = async (actor: ActorName, ticketId: string, query: string, before: number | null = null, size = 20): Promise<Found[]> => {
  const rows = await call<{ found: Found }>(
    actor,
    "select jsonb_build_object('messages', messages, 'notes', notes, 'next_before_seq', next_before_seq) as found from public.search_room($1, $2, $3, $4)",
    [ticketId, query, before, size],
  );
  return rows.map(({ found }) => found);
};

const found = async (actor: ActorName, ticketId: string, query: string): Promise<number[]> =>
  (await search(actor, ticketId, query))[0]!.messages.map(({ seq }) => seq);

describe("search_room", () => {
  it(
    "finds words whatever their case and accents, in what is looked for and where, the newest first",
    undone(async () => {
      const { ticket_id, room_id } = await open("stranger", { body: "Ein Café in Zürich" });
      await send("olivia", room_id, "the CAFE is closed");
      await send("stranger", room_id, "no coffee then");
      for (const query of ["cafe", "CAFÉ", "Cafe\u0301", "  café\n"]) expect(await found("stranger", ticket_id, query)).toEqual([2, 1]);
      expect(await found("stranger", ticket_id, "zurich")).toEqual([1]);
      expect(await found("stranger", ticket_id, "cof")).toEqual([3]);
      expect(await found("stranger", ticket_id, "tea")).toEqual([]);
    }),
  );

  it(
    "takes what is looked for as it stands: no wildcard, no pattern, no quote means anything",
    undone(async () => {
      const { ticket_id, room_id } = await open("stranger", { body: "100 percent" });
      await send("stranger", room_id, "100% of it_s \\ 'quoted' (a|b).*");
      for (const query of ["%", "_", "\\", "'", "(a|b).*", "100%"]) expect(await found("stranger", ticket_id, query)).toEqual([2]);
      expect(await found("stranger", ticket_id, "1.0")).toEqual([]);
    }),
  );

  it(
    "answers nothing to nothing, and reads 200 characters of what is looked for",
    undone(async () => {
      const { ticket_id } = await open("stranger", { body: "x".repeat(200) });
      expect(await search("stranger", ticket_id, " \t\n ")).toEqual([{ messages: [], notes: [], next_before_seq: null }]);
      expect(await found("stranger", ticket_id, `${"x".repeat(200)}yz`)).toEqual([1]);
      expect(await found("stranger", ticket_id, `${"x".repeat(199)}yz`)).toEqual([]);
    }),
  );

  it(
    "shows the words around the place, with who said it",
    undone(async () => {
      const { ticket_id, room_id } = await open("stranger", { body: "First" });
      await send("olivia", room_id, `${"before ".repeat(40)}needle${" after".repeat(40)}`);
      const [{ messages }] = (await search("stranger", ticket_id, "NEEDLE")) as [Found];
      expect(messages[0]).toMatchObject({ kind: "message", seq: 2, near_seq: 2, sender_type: "agent", sender_name: "Olivia Owens" });
      expect(messages[0]?.excerpt).toMatch(/^….*before needle after.*…$/);
      expect([...(messages[0]?.excerpt ?? "")].length).toBeLessThanOrEqual(162);
    }),
  );

  it(
    "goes on where it stopped, each message once",
    undone(async () => {
      const { ticket_id, room_id } = await open("stranger", { body: "order 1" });
      for (let n = 2; n <= 7; n += 1) await send("stranger", room_id, `order ${n}`);
      const pages: number[][] = [];
      let before: number | null = null;
      do {
        const [page] = (await search("stranger", ticket_id, "order", before, 3)) as [Found];
        pages.push(page.messages.map(({ seq }) => seq));
        before = page.next_before_seq;
      } while (before !== null);
      expect(pages).toEqual([[7, 6, 5], [4, 3, 2], [1]]);
    }),
  );

  it(
    "gives agents the notes too, each with the message that it stands after, on the first page; customers none",
    undone(async () => {
      const { ticket_id, room_id } = await open("stranger", { body: "my order" });
      await send("stranger", room_id, "my order again");
      await note("sana", room_id, "Order is fake");
      await send("stranger", room_id, "order!");
      const [first] = (await search("olivia", ticket_id, "order", null, 2)) as [Found];
      expect(first.messages.map(({ seq }) => seq)).toEqual([3, 2]);
      expect(first.notes).toMatchObject([{ kind: "note", seq: 1, near_seq: 2, sender_name: "Sana Iqbal", excerpt: "Order is fake" }]);
      const [second] = (await search("olivia", ticket_id, "order", first.next_before_seq, 2)) as [Found];
      expect([second.messages.map(({ seq }) => seq), second.notes]).toEqual([[1], []]);
      expect((await search("stranger", ticket_id, "fake"))[0]).toEqual({ messages: [], notes: [], next_before_seq: null });
    }),
  );

  it(
    "does not find what was deleted or edited away",
    undone(async () => {
      const { ticket_id, room_id } = await open("stranger", { body: "hello" });
      await send("stranger", room_id, "secret one");
      await send("stranger", room_id, "secret two");
      expect(await found("stranger", ticket_id, "secret")).toEqual([3, 2]);
      await call("stranger", "select public.delete_message($1, 2)", [room_id]);
      await call("stranger", "select public.edit_message($1, 3, 'nothing to see')", [room_id]);
      expect(await found("stranger", ticket_id, "secret")).toEqual([]);
      expect(await found("stranger", ticket_id, "nothing to see")).toEqual([3]);
    }),
  );

  it(
    "answers no row about a room that is not one's own",
    undone(async () => {
      const { ticket_id } = await open("stranger", { body: "hello" });
      expect(await search("stranger", ticket_id, "hello")).toHaveLength(1);
      expect(await search("carl", ticket_id, "hello")).toEqual([]);
      expect(await search("gina", ticket_id, "hello")).toEqual([]);
    }),
  );

  it(
    "reads 25,000 messages in one call at most, and says so",
    undone(async () => {
      const { ticket_id, room_id } = await open("stranger", { body: "the only needle" });
      await owner("alter table public.messages disable trigger user");
      await owner(
        `insert into public.messages (room_id, seq, workspace_id, sender_type, customer_id, sender_name, body)
         select message.room_id, n, message.workspace_id, 'customer', message.customer_id, '', 'hay ' || n
         from public.messages as message, generate_series(2, 30001) as n where message.room_id = $1 and message.seq = 1`,
        [room_id],
      );
      await owner("update public.chat_rooms set last_seq = 30001, last_customer_seq = 30001 where room_id = $1", [room_id]);
      expect(await search("stranger", ticket_id, "needle")).toEqual([{ messages: [], notes: [], next_before_seq: 5002 }]);
      const [rest] = (await search("stranger", ticket_id, "needle", 5002)) as [Found];
      expect(rest).toMatchObject({ messages: [{ seq: 1 }], next_before_seq: null });

      // By the numbers, from the end, and no more of the room than that.
      await owner("analyze public.messages");
      const [plan] = await call<{ "QUERY PLAN": [{ Plan: Node }] }>(
        "stranger",
        `explain (analyze, format json) select seq from public.messages
         where room_id = '${room_id}' and seq >= 5002 and seq < 30002 and strpos(lower(body), 'needle') > 0 order by seq desc limit 20`,
      );
      const scan = nodesOf(plan!["QUERY PLAN"][0].Plan).find((node) => node["Relation Name"] === "messages");
      expect(scan).toMatchObject({ "Node Type": "Index Scan", "Index Name": "messages_pkey", "Scan Direction": "Backward" });
      expect((scan?.["Actual Rows"] ?? 0) + (scan?.["Rows Removed by Filter"] ?? 0)).toBe(25_000);
    }),
  );
});
