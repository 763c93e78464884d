/** The people of a room, each with the cookies of a browser that signed in through the app's own forms. */
import { Customer } from "../../bench/support/customer";
import { paths } from "../../app/lib/paths";
import type { Side } from "../../app/features/rooms/presence";
import { accounts, members, PASSWORD } from "../support/cast";
import type { Installation } from "./installation";

export type Person = { side: Side; id: string; name: string; cookie: string; messagesPath: string; tokenPath: string };

export type Room = { roomId: string; ticketId: string; people: Person[] };

const agents = ["olivia", "adam", "sana", "ben", "miaAtAcme"] as const;

/** A new ticket of a new customer, and the agents of its workspace. The customer is the first. */
export async function openRoom({ url, query }: Installation): Promise<Room> {
  const customer = new Customer(url, "acme");
  await customer.visitForm();
  const { ticketId } = await customer.postTicket(1);
  const [room] = await query<{ room_id: string; customer_id: string }>(
    "select room_id, customer_id from public.chat_rooms join public.tickets using (ticket_id) where ticket_id = $1",
    [ticketId],
  );
  if (!room) throw new Error("The ticket has no room.");
  const people: Person[] = [
    {
      side: "customer",
      id: room.customer_id,
      name: "Bench Mark",
      cookie: customer.cookie,
      messagesPath: paths.chatMessages("acme", ticketId),
      tokenPath: paths.portalToken("acme"),
    },
  ];
  for (const name of agents) {
    const account = accounts[members[name].account];
    people.push({
      side: "agent",
      id: members[name].memberId,
      name: account.name,
      cookie: await signIn(url, account.email ?? ""),
      messagesPath: paths.deskMessages("acme", ticketId),
      tokenPath: paths.deskToken(),
    });
  }
  return { roomId: room.room_id, ticketId, people };
}

async function signIn(url: string, email: string): Promise<string> {
  const answer = await fetch(url + paths.signIn(), {
    method: "POST",
    redirect: "manual",
    headers: { origin: url },
    body: new URLSearchParams({ email, password: PASSWORD }),
  });
  if (answer.status !== 303) throw new Error(`Signing in as ${email} answered ${answer.status}.`);
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(";", 1)[0])
    .join("; ");
}
