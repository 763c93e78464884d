/** Logos, icons and faces: what is taken for a picture, where it is shown, and that none is left over. */
import { imageSize } from "image-size";
import { describe, expect, it } from "vitest";
import { leastPictureSide, pictureLimits, type PictureKind } from "../../../app/lib/picture-limits";
import type { ActorName } from "../../../tests/support/actors";
import { accounts, members, workspaces } from "../../../tests/support/cast";
import { refusal } from "../../../tests/support/database";
import { gif, movingPng, pdf, picture, png, uprightJpeg } from "../../../tests/support/files";
import { database } from "./support";

const { owner, undone, call, open, send, note } = database();
const acme = workspaces.acme.workspaceId;
const { sana, miaAtAcme: mia } = members;

const set = (kind: "logo" | "icon", bytes: Buffer, actor: ActorName = "olivia") =>
  call<{ id: string }>(actor, "select public.set_workspace_picture('acme', $1, $2) as id", [kind, bytes.toString("base64")]);
const idOf = async (kind: "logo" | "icon", bytes: Buffer) => (await set(kind, bytes))[0]!.id;
const wear = (actor: ActorName, bytes: Buffer) => call(actor, "select public.set_my_avatar($1) as number", [bytes.toString("base64")]);
const kept = async () => (await owner<{ count: number }>("select count(*)::integer from private.pictures"))[0]!.count;
const portal = async (slug = "acme") =>
  (
    await call<{ it: { logo: object | null; icon_id: string | null } }>(
      "stranger",
      "select to_jsonb(it) as it from public.get_portal($1) as it",
      [slug],
    )
  )[0]!.it;
const shown = async (id: string) => (await call("anon", "select content_type, content from public.get_picture($1)", [id]))[0] ?? null;
/** A JPEG of 40 by 20 pixels of which some bytes stand before the part that says so, and none after it. */
const jpegWith = (before: number[], frame = 0xc0) =>
  Buffer.from([0xff, 0xd8, ...before, 0xff, frame, 0, 17, 8, 0, 20, 0, 40, ...(before.length > 12 ? [] : Array<number>(20).fill(0))]);
const changed = (bytes: Buffer, at: number, by: number) =>
  Buffer.concat([bytes.subarray(0, at), Buffer.from([by]), bytes.subarray(at + 1)]);
const faceOf = async (memberId: string) =>
  (await owner<{ avatar_id: string | null }>("select avatar_id from public.workspace_members where member_id = $1", [memberId]))[0]!
    .avatar_id;

describe("A picture", () => {
  it.each<[string, Buffer, string]>([
    ["PNG", png(40, 20), "image/png"],
    ["JPEG", picture.jpeg, "image/jpeg"],
    ["JPEG with words of a camera before it", uprightJpeg(40, 20), "image/jpeg"],
    ["lossy WebP", picture.webpLossy, "image/webp"],
    ["lossless WebP", picture.webpLossless, "image/webp"],
    ["WebP with transparency", picture.webpExtended, "image/webp"],
  ])("is a %s, as large as another reader says", async (_, bytes, type) => {
    const { width, height } = imageSize(bytes);
    const read = await owner("select (it).content_type, (it).width, (it).height from private.read_picture($1) as it", [bytes]);
    expect(read).toEqual([{ content_type: type, width, height }]);
  });

  it.each<[string, Buffer]>([
    ["a GIF", gif],
    ["a PDF", pdf],
    ["a page", Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>${" ".repeat(99)}`)],
    ["a WebP that moves", picture.webpMoving],
    ["a PNG that moves", movingPng(40, 20)],
    ["a cut JPEG", picture.jpeg.subarray(0, 160)],
    ["a JPEG without a picture", Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xda]), Buffer.alloc(64)])],
    ["a JPEG whose parts do not follow one another", changed(jpegWith([0xff, 0xe0, 0, 2]), 6, 0)],
    ["a JPEG that says its size after the picture", jpegWith([0xff, 0xda, 0, 2])],
    ["a PNG that is cut in its head", png(20, 20).subarray(0, 23)],
    ["a signature alone", Buffer.concat([png(20, 20).subarray(0, 8), Buffer.alloc(64)])],
    ["nothing", Buffer.alloc(0)],
  ])("is not %s", async (_, bytes) =>
    undone(async () => {
      expect(await refusal(set("logo", bytes))).toBe("PT415 picture_type_refused");
      expect(await refusal(wear("sana", bytes))).toBe("PT415 picture_type_refused");
    })(),
  );

  const typeOf = async (bytes: Buffer) =>
    (await owner<{ type: string | null }>("select (private.read_picture($1)).content_type as type", [bytes]))[0]!.type;

  it("is read from its head alone: up to its size, and not with one byte less", async () => {
    const long = [0xff, 0xe0, 0, 20, ...Array<number>(18).fill(0)];
    for (const [bytes, type] of [
      [jpegWith(long), "image/jpeg"],
      [picture.webpLossy.subarray(0, 30), "image/webp"],
    ] as const)
      expect([await typeOf(bytes), await typeOf(bytes.subarray(0, -1))]).toEqual([type, null]);
    // Of what a WebP says of itself, movement alone counts.
    expect(await typeOf(changed(picture.webpExtended, 20, 0xfd))).toBe("image/webp");
  });

  it("is a JPEG by those parts alone that begin a picture", async () => {
    const read = await owner<{ marker: number }>(
      `select marker from generate_series(192, 254) as marker
       where (private.read_picture(set_byte($1, 3, marker))).content_type = 'image/jpeg'`,
      [jpegWith([])],
    );
    expect(read.map(({ marker }) => marker)).toEqual([192, 193, 194, 195, 197, 198, 199, 201, 202, 203, 205, 206, 207]);
    // Between its parts there may be one byte more.
    expect(await typeOf(jpegWith([0xff, 0xe0, 0, 2, 0xff]))).toBe("image/jpeg");
  });

  it(
    "is not what is no base64",
    undone(async () => {
      expect(await refusal(call("olivia", "select public.set_workspace_picture('acme', 'logo', 'ÄÖÜ!')"))).toBe(
        "PT415 picture_type_refused",
      );
    }),
  );

  it(
    "has the bounds that the form says",
    undone(async () => {
      for (const kind of ["logo", "icon", "avatar"] satisfies PictureKind[]) {
        const { bytes, side } = pictureLimits[kind];
        expect(await owner("select * from private.picture_limits($1)", [kind])).toEqual([
          { max_bytes: bytes, max_side: side, min_side: leastPictureSide },
        ]);
        const put = (given: Buffer) => (kind === "avatar" ? wear("sana", given) : set(kind, given));
        const claiming = (width: number, height: number) => png(16, 16, { width, height });
        expect(await refusal(put(claiming(side, leastPictureSide)))).toBe("nothing was refused");
        expect(await refusal(put(claiming(side + 1, leastPictureSide)))).toBe("PT422 picture_dimensions");
        expect(await refusal(put(claiming(leastPictureSide, side + 1)))).toBe("PT422 picture_dimensions");
        expect(await refusal(put(claiming(leastPictureSide, leastPictureSide - 1)))).toBe("PT422 picture_dimensions");
        expect(await refusal(put(claiming(0xffffffff, 20)))).toBe("PT422 picture_dimensions");
        const filled = (size: number) => Buffer.concat([png(16, 16), Buffer.alloc(size - png(16, 16).length)]);
        expect(await refusal(put(filled(bytes)))).toBe("nothing was refused");
        expect(await refusal(put(filled(bytes + 1)))).toBe("PT413 picture_too_large");
        expect(await refusal(put(filled(4 * bytes)))).toBe("PT413 picture_too_large");
      }
    }),
  );
});

describe("A workspace's logo and icon", () => {
  it(
    "are shown at its portal and at the desk, and their bytes to anybody who knows the id, until they are replaced",
    undone(async () => {
      const before = await kept();
      expect(await portal("globex")).toMatchObject({ logo: null, icon_id: null });
      const first = await idOf("logo", png(40, 20));
      expect(await portal()).toMatchObject({ logo: { picture_id: first, width: 40, height: 20 }, icon_id: null });
      expect(await shown(first)).toEqual({ content_type: "image/png", content: expect.any(String) as string });
      const second = await idOf("logo", png(30, 20));
      expect(await portal()).toMatchObject({ logo: { picture_id: second, width: 30, height: 20 }, icon_id: second });
      expect([await shown(first), (await shown(second)) !== null]).toEqual([null, true]);
      const icon = await idOf("icon", picture.webpLossy);
      expect((await portal()).icon_id).toBe(icon);
      expect(await call("ben", "select icon_id from public.get_desk('acme')")).toEqual([{ icon_id: icon }]);
      expect(await kept()).toBe(before + 2);
      await call("olivia", "select public.remove_workspace_picture('acme', 'icon')");
      expect((await portal()).icon_id).toBe(second);
      const own = await idOf("icon", png(16, 16));
      for (let again = 0; again < 2; again += 1) await call("adam", "select public.remove_workspace_picture('acme', 'logo')");
      expect(await portal()).toMatchObject({ logo: null, icon_id: own });
      await call("olivia", "select public.remove_workspace_picture('acme', 'icon')");
      expect(await portal()).toMatchObject({ logo: null, icon_id: null });
      expect(await kept()).toBe(before);
    }),
  );

  it.each([
    [20, 30, true],
    [20, 31, false],
    [31, 20, false],
  ])("a logo of %i by %i stands in for the icon: %s", async (width, height, isShown) =>
    undone(async () => {
      const id = await idOf("logo", png(width, height));
      expect((await portal()).icon_id).toBe(isShown ? id : null);
    })(),
  );

  it(
    "are told by the audit log, and kept as they are while the workspace is being closed",
    undone(async () => {
      const id = await idOf("logo", png(40, 20));
      const told = await call<{ changes: { field: string; was: string | null; is_now: string | null }[] }>(
        "olivia",
        "select to_jsonb(it) -> 'changes' as changes from public.list_audit_entries('acme', 'workspace') as it limit 1",
      );
      expect(told[0]!.changes).toEqual([{ field: "logo_id", was: null, is_now: id }]);
      await call("olivia", "select public.request_workspace_deletion('acme', 'acme')");
      expect(await refusal(set("logo", png(20, 20)))).toBe("PT409 workspace_closing");
      expect((await shown(id)) !== null).toBe(true);
    }),
  );

  it(
    "go with the workspace",
    undone(async () => {
      const id = await idOf("logo", png(40, 20));
      await owner(
        "update public.workspaces set deletion_requested_at = now() - interval '8 days', deletion_at = now() - interval '1 day' where slug = 'acme'",
      );
      for (let more = 1; more > 0;)
        more = (await owner<{ gone: number }>("select private.delete_workspace_rows($1, 100000) as gone", [acme]))[0]!.gone;
      expect(await shown(id)).toBeNull();
    }),
  );
});

describe("A face", () => {
  it(
    "stands in all the person's workspaces, beside what they write and wherever they are listed",
    undone(async () => {
      const before = await kept();
      expect(await wear("mia", png(32, 32))).toEqual([{ number: 2 }]);
      expect(await kept()).toBe(before + 2);
      const inAcme = await faceOf(mia.memberId);
      expect((await shown(inAcme!)) !== null).toBe(true);

      const { room_id, ticket_id } = await open("carl");
      await send("mia", room_id);
      await note("mia", room_id);
      await send("sana", room_id);
      const lines = await call<{ faces: (string | null)[] }>(
        "carl",
        "select array(select (line).sender_avatar_id from unnest(messages) as line where (line).sender_type <> 'system') as faces from public.read_room($1)",
        [ticket_id],
      );
      expect(lines).toEqual([{ faces: [null, inAcme, null] }]);
      expect(
        await owner(
          `select payload ->> 'sender_avatar_id' as face from realtime.messages
           where event = 'message_created' and payload ->> 'sender_id' = $1 and payload ->> 'room_id' = $2`,
          [mia.memberId, room_id],
        ),
      ).toEqual([{ face: inAcme }]);
      expect(
        await call("ben", "select (line).author_avatar_id as face from public.read_notes($1) as it, unnest(it.notes) as line", [ticket_id]),
      ).toEqual([{ face: inAcme }]);
      const listed = "select avatar_id as face from unnest((select members from public.%s('acme'))) as member where member_id = $1";
      for (const screen of ["get_desk", "get_people_settings"])
        expect(await call("olivia", listed.replace("%s", screen), [mia.memberId])).toEqual([{ face: inAcme }]);
      expect(await call("mia", "select avatar_id is not null as has_one from public.get_my_avatar()")).toEqual([{ has_one: true }]);

      expect(await call("mia", "select public.remove_my_avatar() as number")).toEqual([{ number: 2 }]);
      expect([await faceOf(mia.memberId), await kept(), await shown(inAcme!)]).toEqual([null, before, null]);
    }),
  );

  it(
    "comes along into another workspace, goes with the membership, and comes back with it",
    undone(async () => {
      await set("logo", png(40, 20));
      await wear("ben", png(31, 31));
      await wear("sana", png(32, 32));
      const before = await kept();
      const joined = await owner<{ member_id: string }>(
        "insert into public.workspace_members (workspace_id, user_id, display_name) values ($1, $2, 'Sana') returning member_id",
        [workspaces.globex.workspaceId, accounts.sana.userId],
      );
      const there = await faceOf(joined[0]!.member_id);
      expect([await kept(), there === (await faceOf(sana.memberId))]).toEqual([before + 1, false]);
      expect(await shown(there!)).toEqual(await shown((await faceOf(sana.memberId))!));
      // Nobody else's.
      expect(await faceOf(members.gina.memberId)).toBeNull();
      await owner("update public.workspace_members set removed_at = now() where member_id = $1", [sana.memberId]);
      expect([await kept(), await faceOf(sana.memberId)]).toEqual([before, null]);
      await owner("update public.workspace_members set removed_at = null where member_id = $1", [sana.memberId]);
      expect([await kept(), (await faceOf(sana.memberId)) !== null]).toEqual([before + 1, true]);
    }),
  );

  it(
    "is one in each workspace, is the one that came with the membership, and nobody's who has none",
    undone(async () => {
      await wear("mia", png(32, 32));
      const before = await kept();
      await call("mia", "select public.create_workspace('Third', 'third', 'Mia')");
      expect(await kept()).toBe(before + 1);
      for (const { memberId } of [mia, members.miaAtGlobex]) {
        await wear("mia", png(32, 32));
        await owner("update public.workspace_members set avatar_id = null where member_id = $1", [memberId]);
        expect(await call("mia", "select avatar_id is not null as has_one from public.get_my_avatar()")).toEqual([{ has_one: true }]);
      }
      const add = async (actor: "ben" | "mia", avatarId: string | null) =>
        faceOf(
          (
            await owner<{ member_id: string }>(
              `insert into public.workspace_members (workspace_id, user_id, display_name, avatar_id)
               select workspace_id, $1, 'New', $2 from public.workspaces where slug = 'fourth' returning member_id`,
              [accounts[actor].userId, avatarId],
            )
          )[0]!.member_id,
        );
      await call("vera", "select public.create_workspace('Fourth', 'fourth', 'Vera')");
      expect(await add("ben", null)).toBeNull();
      const [own] = await owner<{ picture_id: string }>(
        `insert into private.pictures (workspace_id, content_type, content)
         select workspace_id, 'image/png', '' from public.workspaces where slug = 'fourth' returning picture_id`,
      );
      expect(await add("mia", own!.picture_id)).toBe(own!.picture_id);
    }),
  );

  it(
    "is gone with the account, while the name on old messages stays",
    undone(async () => {
      await wear("sana", png(32, 32));
      const before = await kept();
      await owner("delete from auth.users where id = $1", [accounts.sana.userId]);
      expect([await kept(), await faceOf(sana.memberId)]).toEqual([before - 1, null]);
    }),
  );

  it(
    "is nobody's who is in no workspace",
    undone(async () => {
      const before = await kept();
      expect(await wear("vera", png(32, 32))).toEqual([{ number: 0 }]);
      expect(await kept()).toBe(before);
      expect(await call("vera", "select * from public.get_my_avatar()")).toEqual([]);
    }),
  );
});
