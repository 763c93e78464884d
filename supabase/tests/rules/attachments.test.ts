import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { attachmentTypes } from "../../../app/features/rooms/attachment-types";
import type { ActorName } from "../../../tests/support/actors";
import { tickets } from "../../../tests/support/cast";
import { refusal } from "../../../tests/support/database";
import { database } from "./support";

const { owner, undone, call, open } = database();

type File = { attachment_id: string; object_path: string; file_name: string };
type Given = Partial<{ client: string; name: string; type: string; size: number; width: number; height: number }>;

const create = async (actor: ActorName, roomId: string, given: Given = {}) => {
  const values = [
    roomId,
    given.client ?? randomUUID(),
    given.name ?? "a.txt",
    given.type ?? "text/plain",
    given.size ?? 5,
    given.width ?? null,
    given.height ?? null,
  ];
  const rows = await call<File>(actor, "select * from public.create_attachment($1, $2, $3, $4, $5, $6, $7)", values);
  return rows[0]!;
};

/** As Storage does after it took a file. */
const arrived = (path: string, type = "text/plain", size = 5) =>
  owner(
    "insert into storage.objects (bucket_id, name, metadata) values ('attachments', $1, jsonb_build_object('mimetype', $2::text, 'size', $3::integer))",
    [path, type, size],
  );

/** As Storage says in its transaction what it is asked to do. */
const during = (operation: string) => owner("select set_config('storage.operation', $1, true)", [operation]);
const objects = (actor: ActorName, { object_path: path }: File) =>
  call<{ name: string }>(actor, "select name from storage.objects where bucket_id = 'attachments' and name = $1", [path]);

/** What the Storage server can be asked for with a person's own token, by the names that it gives it. */
const otherOperations = [
  "storage.object.sign",
  "storage.object.sign_many",
  "storage.object.sign_upload_url",
  "storage.object.get_signed",
  "storage.object.list",
  "storage.object.list_v2",
  "storage.object.copy",
  "storage.object.move",
  "storage.object.upload",
  "storage.object.upload_update",
  "storage.object.delete",
  "storage.object.delete_many",
  "object.get_authenticated_info",
  "object.head_authenticated_info",
  "storage.render.image_authenticated",
  "storage.render.image_sign",
  "storage.s3.object.get",
  "storage.s3.object.info",
  "storage.s3.object.list",
  "storage.s3.object.copy",
  "storage.s3.upload",
  "storage.s3.upload.create_multipart",
  "storage.tus.upload.create",
  "storage.tus.upload.get",
  "storage.storage.object.get_authenticated",
  "object",
  "",
];

const sendWith = (actor: ActorName, roomId: string, ids: string[], body = "") =>
  call<{ seq: number; message_type: string; attachments: string }>(
    actor,
    "select * from public.send_message($1, $2, gen_random_uuid(), null, $3)",
    [roomId, body, ids],
  );

const jobs = (id: string) =>
  owner<{ due: boolean }>(
    "select start_after > now() + interval '23 hours' as due from pgboss.job where name = 'remove-attachments' and data ->> 'attachment_id' = $1 order by start_after desc",
    [id],
  );

describe("create_attachment", () => {
  it(
    "answers the same file for the same client_id of the same sender, and another for anybody else's",
    undone(async () => {
      const { room_id } = await open("stranger");
      const client = randomUUID();
      const first = await create("stranger", room_id, { client });
      expect(await create("stranger", room_id, { client, name: "b.txt", size: 7 })).toEqual(first);
      expect((await create("olivia", room_id, { client })).attachment_id).not.toBe(first.attachment_id);
      expect(first.object_path).toMatch(new RegExp(`^[0-9a-f-]{36}/${room_id}/${first.attachment_id}$`));
    }),
  );

  it(
    "takes no more bytes than the workspace allows, and none where it allows none",
    undone(async () => {
      const { room_id } = await open("stranger");
      expect(await refusal(create("stranger", room_id, { size: 10_485_761 }))).toBe("PT413 attachment_too_large");
      expect((await create("stranger", room_id, { size: 10_485_760 })).file_name).toBe("a.txt");
      expect(await refusal(create("stranger", room_id, { size: 0 }))).toBe("23514 attachments_byte_size_range");
      await owner("update public.workspaces set max_attachment_bytes = 0 where slug = 'acme'");
      expect(await refusal(create("stranger", room_id, { size: 1 }))).toBe("PT413 attachment_too_large");
    }),
  );

  it(
    "takes the kinds that the app knows, each one by each of its extensions, and so does the bucket; nothing that a browser runs",
    undone(async () => {
      const [list] = await owner<{ types: unknown }>("select private.attachment_types() as types");
      expect(list!.types).toEqual(Object.fromEntries(Object.entries(attachmentTypes).map(([type, { extensions }]) => [type, extensions])));
      const { room_id } = await open("stranger");
      for (const [type, { extensions }] of Object.entries(attachmentTypes))
        for (const extension of extensions) {
          const file = await create("stranger", room_id, { type, name: `a.${extension}` });
          expect(file.file_name).toBe(`a.${extension}`);
          await call("stranger", "select public.discard_attachment($1)", [file.attachment_id]);
        }
      const [bucket] = await owner<{ allowed_mime_types: string[]; public: boolean; file_size_limit: string }>(
        "select allowed_mime_types, public, file_size_limit from storage.buckets where id = 'attachments'",
      );
      expect(bucket).toMatchObject({ public: false, file_size_limit: "26214400" });
      expect([...bucket!.allowed_mime_types].sort()).toEqual(Object.keys(attachmentTypes).sort());
      for (const type of [
        "text/html",
        "image/svg+xml",
        "application/xml",
        "text/plain; charset=utf-8",
        "TEXT/PLAIN",
        "application/x-msdownload",
        "",
        "image/png\r\n",
      ])
        expect(await refusal(create("stranger", room_id, { type })), type).toBe("PT415 attachment_type_refused");
    }),
  );

  it(
    "takes no name that ends as another kind of file, or as none",
    undone(async () => {
      const { room_id } = await open("stranger");
      for (const [type, name] of [
        ["application/pdf", "invoice.exe"],
        ["application/pdf", "invoice.pdf.exe"],
        ["text/plain", "page.html"],
        ["image/png", "photo.jpg"],
        ["text/plain", "txt"],
        ["text/plain", ".txt"],
        ["text/plain", "a."],
        ["text/plain", "a.txt."],
        ["text/plain", "a.txt x"],
        ["text/plain", "a.tx%"],
        ["text/plain", ""],
      ] as const)
        expect(await refusal(create("stranger", room_id, { type, name })), name).toBe("PT422 attachment_name_refused");
      for (const [type, name] of [
        ["application/pdf", "invoice.exe.pdf"],
        ["application/pdf", "INVOICE.PDF"],
        ["image/jpeg", "photo.jpg"],
        ["application/gzip", "a.tar.gz"],
      ] as const)
        expect((await create("stranger", room_id, { type, name })).file_name).toBe(name);
    }),
  );

  it(
    "takes no name that could be a path, a header or another name in disguise",
    undone(async () => {
      const { room_id } = await open("stranger");
      const names = [
        "../a.txt",
        "a/b.txt",
        "a\\b.txt",
        "a\r\nb.txt",
        "a\u0000.txt",
        "a\u202Efdp.txt",
        "a\u200Bb.txt",
        "\uFEFFa.txt",
        " a.txt",
        'a"b.txt',
        `${"x".repeat(197)}.txt`,
        `${"ü".repeat(150)}.txt`,
      ];
      for (const name of names)
        expect(await refusal(create("stranger", room_id, { name })), name).toMatch(/attachments_file_name_format|^22021$/);
      for (const name of ["Größe 你好 👩‍💻.txt", `${"x".repeat(196)}.txt`])
        expect((await create("stranger", room_id, { name })).file_name).toBe(name);
    }),
  );

  it(
    "lets twice as many wait as one message may carry, for each person: the oldest give way, whatever room they are of",
    undone(async () => {
      const [left, here] = [await open("stranger"), await open("stranger")];
      const others = await create("olivia", here.room_id);
      const files: File[] = [];
      for (let count = 0; count < 25; count += 1) {
        files.push(await create("stranger", count < 3 ? left.room_id : here.room_id));
        await owner("update public.attachments set created_at = created_at - interval '1 minute' where removed_at is null");
      }
      const waiting = await owner<{ attachment_id: string }>(
        "select attachment_id from public.attachments where removed_at is null and seq is null and room_id = any ($1)",
        [[left.room_id, here.room_id]],
      );
      expect(waiting.map((row) => row.attachment_id).sort()).toEqual([others, ...files.slice(5)].map((file) => file.attachment_id).sort());
      // What gave way is deleted at once.
      expect((await jobs(files[0]!.attachment_id)).map(({ due }) => due)).toEqual([true, false]);
      expect(await refusal(sendWith("stranger", left.room_id, [files[0]!.attachment_id]))).toBe("PT422 attachment_not_found");
      await arrived(files[24]!.object_path);
      expect((await sendWith("stranger", here.room_id, [files[24]!.attachment_id]))[0]!.message_type).toBe("file");
    }),
  );

  it(
    "refuses in a closed room, and a file that was taken back",
    undone(async () => {
      const { room_id, ticket_id } = await open("stranger");
      const client = randomUUID();
      const { attachment_id } = await create("stranger", room_id, { client });
      await call("stranger", "select public.discard_attachment($1)", [attachment_id]);
      await call("stranger", "select public.discard_attachment($1)", [attachment_id]);
      expect(await refusal(create("stranger", room_id, { client }))).toBe("PT404 attachment_not_found");
      await call("olivia", "select public.set_ticket_status($1, 'closed')", [ticket_id]);
      expect(await refusal(create("stranger", room_id))).toBe("PT409 room_closed");
    }),
  );
});

describe("send_message with files", () => {
  it(
    "carries them in their order, without text if need be, and says whether they are all images",
    undone(async () => {
      const { room_id } = await open("stranger");
      const [text, image] = [
        await create("stranger", room_id, { name: "1.txt" }),
        await create("stranger", room_id, { name: "2.png", type: "image/png", width: 4, height: 3 }),
      ];
      await arrived(text.object_path);
      await arrived(image.object_path, "image/png");
      const [line] = await call<{ message_type: string; names: string[] }>(
        "stranger",
        `select message_type, array(select file_name from unnest(attachments) as file) as names
         from public.send_message($1, '', gen_random_uuid(), null, $2)`,
        [room_id, [image.attachment_id, text.attachment_id]],
      );
      expect(line).toEqual({ message_type: "file", names: ["2.png", "1.txt"] });
      const other = await create("stranger", room_id, { name: "3.png", type: "image/png", width: 4, height: 3 });
      await arrived(other.object_path, "image/png");
      expect((await sendWith("stranger", room_id, [other.attachment_id], "See"))[0]).toMatchObject({ message_type: "image" });
    }),
  );

  it(
    "takes none that has not arrived, came as something else, is somebody else's, of another room, sent or taken back",
    undone(async () => {
      const { room_id } = await open("stranger");
      const missing = await create("stranger", room_id);
      expect(await refusal(sendWith("stranger", room_id, [missing.attachment_id], "x"))).toBe("PT422 attachment_not_found");
      const [html, short, agents, elsewhere, good] = [
        await create("stranger", room_id),
        await create("stranger", room_id),
        await create("olivia", room_id),
        await create("carl", tickets.carl.roomId),
        await create("stranger", room_id),
      ];
      await arrived(html.object_path, "text/html");
      await arrived(short.object_path, "text/plain", 4);
      for (const { object_path } of [agents, elsewhere, good]) await arrived(object_path);
      for (const { attachment_id } of [html, short, agents, elsewhere])
        expect(await refusal(sendWith("stranger", room_id, [good.attachment_id, attachment_id], "x"))).toBe("PT422 attachment_not_found");
      expect((await sendWith("stranger", room_id, [good.attachment_id]))[0]).toMatchObject({ seq: 2 });
      expect(await refusal(sendWith("stranger", room_id, [good.attachment_id], "x"))).toBe("PT422 attachment_not_found");
      await call("olivia", "select public.discard_attachment($1)", [agents.attachment_id]);
      expect(await refusal(sendWith("olivia", room_id, [agents.attachment_id], "x"))).toBe("PT422 attachment_not_found");
    }),
  );
});

describe("the look into a file that was sent", () => {
  const checks = (id: string) =>
    owner<{ later: boolean }>(
      "select start_after > now() + interval '23 hours' as later from pgboss.job where name = 'check-attachments' and data ->> 'attachment_id' = $1 order by start_after",
      [id],
    );
  const filesOf = async (roomId: string, seq: number) =>
    (
      await call<{ names: string[] }>(
        "olivia",
        "select array(select file_name from unnest((private.message_line(message)).attachments)) as names from public.messages as message where room_id = $1 and seq = $2",
        [roomId, seq],
      )
    )[0]?.names;
  const takeOut = async (id: string) =>
    (await owner<{ done: boolean }>("select private.remove_sent_attachment($1) as done", [id]))[0]?.done;

  it(
    "comes at once and after a day, for each file of the message and for no other",
    undone(async () => {
      const { room_id } = await open("stranger");
      const [one, two, waiting] = [await create("stranger", room_id), await create("stranger", room_id), await create("stranger", room_id)];
      for (const { object_path } of [one, two, waiting]) await arrived(object_path);
      expect(await checks(one.attachment_id)).toEqual([]);
      await sendWith("stranger", room_id, [one.attachment_id, two.attachment_id]);
      for (const { attachment_id } of [one, two]) expect(await checks(attachment_id)).toEqual([{ later: false }, { later: true }]);
      await call("stranger", "select public.discard_attachment($1)", [waiting.attachment_id]);
      expect(await checks(waiting.attachment_id)).toEqual([]);
    }),
  );

  it(
    "takes one file out: its message and its other file stay, the room is told once, nobody reads it, its object is to be deleted",
    undone(async () => {
      const { room_id } = await open("stranger");
      const [lying, honest] = [await create("stranger", room_id, { name: "1.txt" }), await create("stranger", room_id, { name: "2.txt" })];
      for (const { object_path } of [lying, honest]) await arrived(object_path);
      // Not yet in a message.
      expect(await takeOut(lying.attachment_id)).toBe(false);
      const [line] = await sendWith("stranger", room_id, [lying.attachment_id, honest.attachment_id], "See");
      expect(await filesOf(room_id, line!.seq)).toEqual(["1.txt", "2.txt"]);
      const told = async () =>
        (
          await owner<{ change: Record<string, unknown> }>(
            "select payload as change from realtime.messages where topic like 'room:' || $1 || ':%' and event = 'room_changed' and payload ->> 'kind' = 'edit'",
            [room_id],
          )
        ).map(({ change }) => change);
      expect(await told()).toEqual([]);
      expect([await takeOut(lying.attachment_id), await takeOut(lying.attachment_id)]).toEqual([true, false]);
      expect(await filesOf(room_id, line!.seq)).toEqual(["2.txt"]);
      const changes = await told();
      expect(changes).toHaveLength(1);
      expect(changes[0]).toMatchObject({
        lines: [{ seq: line!.seq, body: "See", edited_at: null, attachments: [{ file_name: "2.txt" }] }],
      });
      for (const actor of ["olivia", "stranger"] as const) {
        expect(await call(actor, "select file_name from public.get_attachment($1)", [lying.attachment_id])).toEqual([]);
        expect(await call(actor, "select file_name from public.get_attachment($1)", [honest.attachment_id])).toEqual([
          { file_name: "2.txt" },
        ]);
      }
      expect(await jobs(lying.attachment_id)).toEqual([{ due: true }, { due: false }]);
      expect(await jobs(honest.attachment_id)).toEqual([{ due: true }]);
      // Gone with its message already.
      await call("stranger", "select public.delete_message($1, $2)", [room_id, line!.seq]);
      expect(await takeOut(honest.attachment_id)).toBe(false);
    }),
  );

  it(
    "is nothing that people may ask for",
    undone(async () => {
      const { room_id } = await open("stranger");
      const file = await create("stranger", room_id);
      await arrived(file.object_path);
      await sendWith("stranger", room_id, [file.attachment_id]);
      for (const actor of ["olivia", "stranger"] as const)
        expect(await refusal(call(actor, "select private.remove_sent_attachment($1)", [file.attachment_id]))).toMatch(/^42501/);
      expect(await takeOut(file.attachment_id)).toBe(true);
    }),
  );
});

describe("a file's end", () => {
  it(
    "is looked at a day after its beginning, and comes at once when it is taken back or its message is deleted",
    undone(async () => {
      const { room_id } = await open("stranger");
      const [waiting, sent] = [await create("stranger", room_id), await create("stranger", room_id)];
      expect(await jobs(waiting.attachment_id)).toEqual([{ due: true }]);
      await call("stranger", "select public.discard_attachment($1)", [waiting.attachment_id]);
      expect(await jobs(waiting.attachment_id)).toEqual([{ due: true }, { due: false }]);

      await arrived(sent.object_path);
      await during("storage.object.get_authenticated");
      const [line] = await sendWith("stranger", room_id, [sent.attachment_id]);
      for (const actor of ["olivia", "stranger"] as const) {
        expect(await call(actor, "select file_name from public.get_attachment($1)", [sent.attachment_id])).toEqual([
          { file_name: "a.txt" },
        ]);
        expect(await objects(actor, sent)).toHaveLength(1);
      }
      expect(await jobs(sent.attachment_id)).toEqual([{ due: true }]);
      await call("stranger", "select public.delete_message($1, $2)", [room_id, line!.seq]);
      expect(await jobs(sent.attachment_id)).toEqual([{ due: true }, { due: false }]);
      for (const actor of ["olivia", "stranger"] as const) {
        expect(await call(actor, "select file_name from public.get_attachment($1)", [sent.attachment_id])).toEqual([]);
        expect(await objects(actor, sent)).toEqual([]);
      }
    }),
  );

  it(
    "is its readers' as a download with their own token, and for nothing else that Storage does: no link is signed to it, nor for it",
    undone(async () => {
      const { room_id } = await open("stranger");
      const [sent, waiting] = [await create("stranger", room_id), await create("stranger", room_id)];
      await arrived(sent.object_path);
      await sendWith("stranger", room_id, [sent.attachment_id]);
      const put = () => call("stranger", "insert into storage.objects (bucket_id, name) values ('attachments', $1)", [waiting.object_path]);
      for (const operation of otherOperations) {
        await during(operation);
        for (const actor of ["olivia", "stranger"] as const) expect(await objects(actor, sent), operation).toEqual([]);
        if (operation !== "storage.object.upload") expect(await refusal(put()), operation).toBe("42501");
      }
      for (const prefix of ["storage.", ""]) {
        await during(`${prefix}object.get_authenticated`);
        for (const actor of ["olivia", "stranger"] as const) expect(await objects(actor, sent)).toHaveLength(1);
        expect(await refusal(put())).toBe("42501");
      }
      await during("storage.object.upload");
      await put();
    }),
  );

  it(
    "ends for whoever leaves: a removed member neither reads nor uploads",
    undone(async () => {
      const { room_id } = await open("stranger");
      const file = await create("sana", room_id);
      await arrived(file.object_path);
      await during("storage.object.get_authenticated");
      const seen = () => objects("sana", file);
      expect(await seen()).toHaveLength(1);
      await owner("update public.workspace_members set removed_at = now() where display_name = 'Sana Iqbal'");
      expect(await seen()).toEqual([]);
      expect(await refusal(create("sana", room_id))).toBe("PT404 room_not_found");
      expect(await refusal(call("sana", "select public.discard_attachment($1)", [file.attachment_id]))).toBe("PT404 attachment_not_found");
    }),
  );
});
