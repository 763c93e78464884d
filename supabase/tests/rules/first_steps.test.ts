import { describe, expect, it } from "vitest";
import { database } from "./support";

const { undone, call } = database();

const stepsOf = async () => (await call("vera", "select * from public.get_first_steps('fresh')"))[0];

describe("First steps of a workspace", () => {
  it(
    "count who was invited and who came, and know the first ticket and its answer",
    undone(async () => {
      await call("vera", "select public.create_workspace('Fresh', 'fresh', 'Vera')");
      const none = { colleague_count: 0, invitation_count: 0, ticket_id: null, ticket_subject: null, is_answered: false };
      expect(await stepsOf()).toEqual(none);

      await call("vera", "select public.invite_member('fresh', 'kim@example.com', 'agent')");
      expect(await stepsOf()).toEqual({ ...none, invitation_count: 1 });

      const open = (subject: string) =>
        call<{ ticket_id: string; room_id: string }>(
          "stranger",
          `select * from public.open_ticket('fresh', '${subject}', 'Words', 'a@example.com', 'A', gen_random_uuid())`,
        );
      const [first] = await open("First");
      await open("Second");
      const asked = { ...none, invitation_count: 1, ticket_id: first!.ticket_id, ticket_subject: "First" };
      expect(await stepsOf()).toEqual(asked);

      await call("vera", "select * from public.send_message($1, 'Hello', gen_random_uuid())", [first!.room_id]);
      expect(await stepsOf()).toEqual({ ...asked, is_answered: true });
    }),
  );
});
