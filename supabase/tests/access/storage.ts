/** The access matrix of storage: the files of the cast's messages, and what may be put beside them. */
import type { ActorName } from "../../../tests/support/actors";
import { customers, members, tickets, workspaces } from "../../../tests/support/cast";
import { DENIED, outcomes, type Row } from "./expectation";
import { tables } from "./tables";

/** As Storage says in its transaction what it is asked to do. */
const during = (operation: string) => `select set_config('storage.operation', '${operation}', true)`;
const download = during("storage.object.get_authenticated");

const { carl, dora } = tickets;
const { workspaceId } = workspaces.acme;
const FRESH = "90000000-0000-4000-8000-000000000001";

/** Every file of the cast lies in the bucket, and under the same name in another; the owner's column names it. */
const objects = `
  insert into storage.buckets (id, name) values ('probe', 'probe');
  insert into storage.objects (bucket_id, name, owner_id)
    select bucket, object_path, file_name from public.attachments, unnest('{attachments,probe}'::text[]) as bucket`;

const inBucket = (list: string) => list.split(", ").map((file) => `attachments ${file}`);
const everything = tables["public.attachments"]!.all;
const all = [...inBucket(everything), ...everything.split(", ").map((file) => `probe ${file}`)].sort().join(", ");
const readable = Object.fromEntries(
  Object.entries(tables["public.attachments"]!.select!).map(([name, list]) => [name, inBucket(list).sort().join(", ")]),
);

/** A row of somebody in Carl's room, or another one, with a fixed id. */
const announced = (
  by: { customer?: string; member?: string },
  more: Record<string, string> = {},
  { roomId }: { roomId: string } = carl,
) => {
  const columns = { seq: "null", position: "null", removed_at: "null", ...more };
  return `insert into public.attachments
      (attachment_id, workspace_id, room_id, customer_id, member_id, client_id, file_name, content_type, byte_size, ${Object.keys(columns).join(", ")})
    values ('${FRESH}', '${workspaceId}', '${roomId}', ${by.customer ? `'${by.customer}'` : "null"}, ${by.member ? `'${by.member}'` : "null"},
      '${FRESH}', 'new.txt', 'text/plain', 5, ${Object.values(columns).join(", ")})`;
};

const PATH = `${workspaceId}/${carl.roomId}/${FRESH}`;
const inDorasRoom = { bucket: "attachments", path: `${workspaceId}/${dora.roomId}/${FRESH}` };
const byCarl = { customer: customers.carl.customerId };

function upload(
  name: string,
  before: string,
  may: ActorName | null,
  place = { bucket: "attachments", path: PATH },
  operation = "storage.object.upload",
): Row {
  return {
    subject: "bucket attachments",
    name,
    before: `insert into storage.buckets (id, name) values ('probe', 'probe'); ${before}; ${during(operation)}`,
    statement: `insert into storage.objects (bucket_id, name) values ('${place.bucket}', '${place.path}')`,
    isCommand: true,
    // The service's key passes every policy; only the worker has it.
    expected: outcomes({ others: DENIED, service_role: "1 rows", ...(may && { [may]: "1 rows" }) }),
    control: "1 rows",
  };
}

/** What would do something else with a file than give it to its reader now, and so sees none. */
const seesNothing = (operation: string): Row => ({
  subject: "table storage.objects",
  name: `shows nothing ${operation === "" ? "without an operation" : `for ${operation}`}`,
  before: `${objects}; ${during(operation)}`,
  statement: "select bucket_id || ' ' || owner_id from storage.objects",
  expected: outcomes({ others: "nothing", service_role: all }),
  control: all,
});

/** No policy: nothing is changed, and nothing is said. */
const untouched = (operation: string, statement: string): Row => ({
  subject: "table storage.objects",
  name: `takes no ${operation}`,
  before: `${objects}; ${download}`,
  statement,
  isCommand: true,
  expected: { ...outcomes({ others: "0 rows" }), service_role: "24 rows" },
  control: "24 rows",
});

/** An export of Acme in two parts, which Olivia has opened, and one of Globex that nobody has. */
const exported = `
  insert into private.workspace_exports (workspace_id, export_id, requested_by, state, expires_at, part_count) values
    ('${workspaceId}', '${FRESH}', '${members.olivia.memberId}', 'done', now() + interval '1 day', 2);
  insert into private.workspace_export_downloads values ('${workspaceId}', '${FRESH}', '${members.olivia.memberId}');
  insert into storage.objects (bucket_id, name) select 'exports', '${workspaceId}/${FRESH}/' || part from generate_series(1, 2) as part`;
const parts = [1, 2].map((part) => `acme/${FRESH}/${part}`).join(", ");

export const storageRows: Row[] = [
  {
    subject: "table storage.buckets",
    name: "shows nothing",
    statement: "select id from storage.buckets",
    expected: { ...outcomes({ others: "nothing" }), service_role: "attachments, exports" },
    control: "attachments, exports",
  },
  {
    subject: "table storage.objects",
    name: "shows the files whose rows are read, of the one bucket, for a download",
    before: `${objects}; ${download}`,
    statement: "select bucket_id || ' ' || owner_id from storage.objects",
    expected: outcomes({ others: "nothing", ...readable, service_role: all }),
    control: all,
  },
  ...["", "storage.object.sign", "storage.object.upload"].map(seesNothing),
  {
    subject: "bucket exports",
    name: "shows the parts of an export to an owner who has opened it, for a download",
    before: `${exported}; ${download}`,
    statement: "select name from storage.objects where bucket_id = 'exports'",
    expected: outcomes({ others: "nothing", service_role: parts, olivia: parts }),
    control: parts,
  },
  {
    subject: "bucket exports",
    name: "shows nothing to sign a link to",
    before: `${exported}; ${during("storage.object.sign")}`,
    statement: "select name from storage.objects where bucket_id = 'exports'",
    expected: outcomes({ others: "nothing", service_role: parts }),
    control: parts,
  },
  {
    subject: "bucket exports",
    name: "takes nothing from anybody",
    before: `${exported}; ${during("storage.object.upload")}`,
    statement: `insert into storage.objects (bucket_id, name) values ('exports', '${workspaceId}/${FRESH}/3')`,
    isCommand: true,
    expected: outcomes({ others: DENIED, service_role: "1 rows" }),
    control: "1 rows",
  },
  untouched("update", "update storage.objects set name = name"),
  untouched("delete", "delete from storage.objects"),
  upload("takes a customer's file that was announced, from that customer", announced(byCarl), "carl"),
  upload(
    "takes a customer's in a private team's room, from that customer",
    announced({ customer: customers.dora.customerId }, {}, dora),
    "dora",
    inDorasRoom,
  ),
  upload("takes an insider's in a private team's room", announced({ member: members.ben.memberId }, {}, dora), "ben", inDorasRoom),
  upload(
    "takes nothing from an outsider in a private team's room",
    announced({ member: members.sana.memberId }, {}, dora),
    null,
    inDorasRoom,
  ),
  upload("takes an agent's, from that agent", announced({ member: members.sana.memberId }), "sana"),
  upload("takes it by no link that Storage would sign", announced(byCarl), null, undefined, "storage.object.sign_upload_url"),
  upload("takes it in no other bucket", announced(byCarl), null, { bucket: "probe", path: PATH }),
  upload("takes nothing under another name", announced(byCarl), null, { bucket: "attachments", path: `${PATH}.html` }),
  upload("takes nothing that was not announced", "select", null),
  upload("takes nothing for a file that is sent", announced(byCarl, { seq: "1", position: "2" }), null),
  upload("takes nothing for a file that is removed", announced(byCarl, { removed_at: "now()" }), null),
  upload("takes nothing from a removed member", announced({ member: members.rita.memberId }), null),
  upload(
    "takes nothing in a closed room",
    `${announced(byCarl)}; update public.chat_rooms set status = 'closed' where room_id = '${carl.roomId}'`,
    null,
  ),
];
