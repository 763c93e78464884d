import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signJwt } from "./jwt";
import { clientOf, startScratchStack } from "./test-support";

const MIGRATION = `
insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values ('papers', 'papers', false, 1000, null), ('others', 'others', false, null, array['image/png', 'text/plain']),
  ('letters', 'letters', false, null, null);
create policy "Users keep papers" on storage.objects for insert to authenticated
  with check (bucket_id in ('papers', 'others') and owner_id = (select auth.uid())::text);
create policy "Users read their papers" on storage.objects for select to authenticated
  using (bucket_id in ('papers', 'others') and owner_id = (select auth.uid())::text);
create policy "Users put letters there" on storage.objects for insert to authenticated
  with check (bucket_id = 'letters' and storage.allow_only_operation('object.upload'));
create policy "Users download letters, and do nothing else with them" on storage.objects for select to authenticated
  using (bucket_id = 'letters' and storage.allow_only_operation('storage.object.get_authenticated')
    and storage.allow_any_operation(array['object.get_authenticated', 'object.list']));
`;

let stack: Awaited<ReturnType<typeof startScratchStack>>;
beforeAll(async () => {
  stack = await startScratchStack({ "20260101000000_schema.sql": MIGRATION });
});
afterAll(() => stack?.remove());

async function owner() {
  const client = clientOf(stack);
  await client.auth.signInAnonymously();
  return client.storage.from("papers");
}

/** A link for `seconds` to a file of its own. */
async function linkTo(name: string, options: { seconds?: number; download?: string | boolean; type?: string; body?: string } = {}) {
  const papers = await owner();
  const file = new Blob([options.body ?? "the paper"], { type: options.type ?? "text/plain" });
  expect((await papers.upload(name, file)).error).toBeNull();
  const { data, error } = await papers.createSignedUrl(name, options.seconds ?? 60, { download: options.download });
  expect(error).toBeNull();
  return data!.signedUrl;
}

const refusal = async (url: string) => {
  const answer = await fetch(url);
  const { error, message } = (await answer.json()) as { error: string; message: string };
  return [answer.status, error, message];
};

describe("a signed link, through an unmodified client", () => {
  it("brings the file with its type, without a key, until its time is over", async () => {
    const url = await linkTo("a/ü and blank.txt", { seconds: 2 });
    expect(url.startsWith(`${stack.env.SUPABASE_URL}/storage/v1/object/sign/papers/a/`)).toBe(true);
    const answer = await fetch(url);
    expect([answer.status, await answer.text(), answer.headers.get("content-type")]).toEqual([200, "the paper", "text/plain"]);
    const expires = Date.parse(answer.headers.get("expires") ?? "");
    expect(expires - Date.now()).toBeLessThanOrEqual(2000);
    expect(answer.headers.get("content-disposition")).toBeNull();
    const again = await fetch(url, { headers: { "if-none-match": answer.headers.get("etag")! } });
    expect(again.status).toBe(304);
    await sleep(expires - Date.now() + 100);
    expect(await refusal(url)).toEqual([400, "InvalidJWT", '"exp" claim timestamp check failed']);
  });

  it("says to download, under the file's or another name", async () => {
    const disposition = async (download: string | true) =>
      (await fetch(await linkTo(`${crypto.randomUUID()}.txt`, { download }))).headers.get("content-disposition");
    expect(await disposition(true)).toBe("attachment;");
    expect(await disposition("bill.txt")).toBe("attachment; filename=bill.txt; filename*=UTF-8''bill.txt;");
    // The client encodes other letters twice; a name that was encoded once arrives as it is.
    const url = new URL(await linkTo("plain.txt"));
    url.searchParams.set("download", 'ä "\r\nx: y');
    const given = (await fetch(url)).headers.get("content-disposition");
    expect(given).toBe("attachment; filename=%C3%A4%20%22%0D%0Ax%3A%20y; filename*=UTF-8''%C3%A4%20%22%0D%0Ax%3A%20y;");
  });

  it("never brings HTML as HTML", async () => {
    const answer = await fetch(await linkTo("page.html", { type: "text/html; charset=utf-8", body: "<h1>x</h1>" }));
    expect(answer.headers.get("content-type")).toBe("text/plain");
  });

  it("is for one object of one bucket, and signed by this stack", async () => {
    const url = new URL(await linkTo("mine.txt"));
    const papers = await owner();
    await papers.upload("theirs.txt", new Blob(["theirs"]));
    expect((await fetch(url)).status).toBe(200);
    const changed = (pathname: string, token = url.searchParams.get("token")!) =>
      refusal(`${stack.env.SUPABASE_URL}/storage/v1/object/sign/${pathname}?token=${token}`);
    expect(await changed("papers/theirs.txt")).toEqual([400, "InvalidSignature", "Invalid signature"]);
    expect(await changed("others/mine.txt")).toEqual([400, "InvalidSignature", "Invalid signature"]);
    const exp = Math.floor(Date.now() / 1000) + 60;
    const forged = signJwt({ url: "papers/theirs.txt", exp }, "guess");
    expect(await changed("papers/theirs.txt", forged)).toEqual([400, "InvalidJWT", "signature verification failed"]);
    const endless = signJwt({ url: "papers/theirs.txt" }, stack.jwtSecret);
    expect((await changed("papers/theirs.txt", endless))[0]).toBe(400);
    const good = signJwt({ url: "papers/theirs.txt", exp }, stack.jwtSecret);
    const answer = await fetch(`${stack.env.SUPABASE_URL}/storage/v1/object/sign/papers/theirs.txt?token=${good}`);
    expect(await answer.text()).toBe("theirs");
    expect((await refusal(`${stack.env.SUPABASE_URL}/storage/v1/object/sign/papers/theirs.txt`))[0]).toBe(400);
  });

  it("is not made for what its caller may not read, alone or among others", async () => {
    const papers = await owner();
    await papers.upload("one.txt", new Blob(["one"]));
    const stranger = await owner();
    await stranger.upload("two.txt", new Blob(["two"]));
    expect((await stranger.createSignedUrl("one.txt", 60)).error?.message).toBe("Object not found");
    expect((await papers.createSignedUrl("one.txt", 60)).error).toBeNull();
    expect((await clientOf(stack).storage.from("papers").createSignedUrl("one.txt", 60)).error).not.toBeNull();
    const { data } = await stranger.createSignedUrls(["one.txt", "two.txt", "none.txt"], 60);
    expect(data?.map(({ error, signedUrl }) => [error !== null, signedUrl !== null && signedUrl !== ""])).toEqual([
      [true, false],
      [false, true],
      [true, false],
    ]);
    expect(await (await fetch(data![1]!.signedUrl!)).text()).toBe("two");
  });

  it("finds nothing once the file is removed", async () => {
    const url = await linkTo("gone.txt");
    expect((await fetch(url)).status).toBe(200);
    const service = clientOf(stack, "SUPABASE_SECRET_KEY").storage.from("papers");
    expect((await service.remove(["gone.txt", "never-was.txt"])).data?.map(({ name }) => name)).toEqual(["gone.txt"]);
    expect(await refusal(url)).toEqual([400, "not_found", "Object not found"]);
    expect((await service.remove(["gone.txt"])).data).toEqual([]);
  });
});

describe("what a policy is told of the operation, through an unmodified client", () => {
  it("is its name as hosted Storage says it, for whatever the client asks for", async () => {
    const client = clientOf(stack);
    await client.auth.signInAnonymously();
    const letters = client.storage.from("letters");
    const service = clientOf(stack, "SUPABASE_SECRET_KEY").storage.from("letters");
    expect((await letters.upload("in/one.txt", new Blob(["one"]))).error).toBeNull();
    expect(await (await letters.download("in/one.txt")).data?.text()).toBe("one");
    const attempts = (bucket: typeof letters) => ({
      sign: () => bucket.createSignedUrl("in/one.txt", 60),
      "say what it is": () => bucket.info("in/one.txt"),
      copy: () => bucket.copy("in/one.txt", "in/copy.txt"),
      move: () => bucket.move("in/copy.txt", "in/moved.txt"),
    });
    for (const [what, attempt] of Object.entries(attempts(letters))) expect((await attempt()).error, what).not.toBeNull();
    expect((await letters.createSignedUrls(["in/one.txt"], 60)).data).toMatchObject([{ error: expect.any(String) as string }]);
    expect((await letters.list("in")).data).toEqual([]);
    // Asked for without the client, which looks for the link where this server does not say it.
    const signUpload = async (token: string) => {
      const headers = { apikey: stack.env.SUPABASE_PUBLISHABLE_KEY, Authorization: `Bearer ${token}` };
      return (await fetch(`${stack.env.SUPABASE_URL}/storage/v1/object/upload/sign/letters/in/two.txt`, { method: "POST", headers }))
        .status;
    };
    expect(await signUpload((await client.auth.getSession()).data.session!.access_token)).toBeGreaterThanOrEqual(400);
    expect(await signUpload(signJwt({ role: "service_role" }, stack.jwtSecret))).toBe(200);
    // It is the policies that stand in the way.
    for (const [what, attempt] of Object.entries(attempts(service))) expect((await attempt()).error, what).toBeNull();
    expect((await service.createSignedUrls(["in/one.txt"], 60)).data).toMatchObject([{ error: null }]);
    expect((await service.list("in")).data?.map(({ name }) => name)).toEqual(["moved.txt", "one.txt"]);
  });
});

describe("an upload, through an unmodified client", () => {
  it("of a type that the bucket does not take is refused", async () => {
    const client = clientOf(stack);
    await client.auth.signInAnonymously();
    const others = client.storage.from("others");
    const upload = async (contentType: string) =>
      (await others.upload(crypto.randomUUID(), new TextEncoder().encode("x"), { contentType })).error;
    expect(await upload("text/html")).not.toBeNull();
    expect(await upload("image/svg+xml")).not.toBeNull();
    expect(await upload("image/png")).toBeNull();
  });

  it("to a name that is taken says so, as hosted Storage does", async () => {
    const papers = await owner();
    await papers.upload("taken.txt", new Blob(["first"]));
    const { error } = await papers.upload("taken.txt", new Blob(["second"]));
    expect(error).toMatchObject({ statusCode: "409", message: "The resource already exists" });
    expect(await (await papers.download("taken.txt")).data?.text()).toBe("first");
  });

  it("comes down as a stream", async () => {
    const papers = await owner();
    await papers.upload("streamed.txt", new Blob(["in pieces"]));
    const { data, error } = await papers.download("streamed.txt").asStream();
    expect(error).toBeNull();
    expect(await new Response(data).text()).toBe("in pieces");
    const none = await papers.download("none.txt").asStream();
    expect(none.error).not.toBeNull();
  });
});
