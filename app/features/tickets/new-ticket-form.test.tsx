import { createRemixStub } from "@remix-run/testing";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { data, redirect, useActionData } from "@remix-run/react";
import type { SubmissionResult } from "@conform-to/react";
import { beforeEach, describe, expect, it } from "vitest";
import type { TicketFieldLine } from "~/lib/supabase/form-types";
import { NewTicketForm } from "./new-ticket-form";
import { parsePostedTicket } from "./new-ticket-schema";

const submissionId = "0b0c7c2a-4a0e-4a43-9a8e-5d1f6ad3d3f1";
const ownFields: TicketFieldLine[] = [];
const categories = [{ category_id: "60000000-0000-4000-8000-000000000011", name: "Billing", description: "" }];

/** The form on a page whose server answers `answer`; returns what it was sent. */
function show(answer: (posted: FormData) => unknown = () => redirect("/room")) {
  const sent: Record<string, FormDataEntryValue>[] = [];
  function Page() {
    return (
      <NewTicketForm
        workspaceSlug="acme"
        categories={categories}
        ownFields={ownFields}
        submissionId={submissionId}
        contact={null}
        lastResult={useActionData<SubmissionResult>()}
        identityFrom={null}
      />
    );
  }
  const Stub = createRemixStub([
    {
      path: "/",
      Component: Page,
      async action({ request }) {
        const posted = await request.formData();
        sent.push(Object.fromEntries(posted));
        return answer(posted);
      },
    },
    { path: "/room", Component: () => <p>the room</p> },
  ]);
  return { sent, ...render(<Stub />) };
}

const send = () => screen.findByRole("button", { name: "Send and open the chat" });

async function put(user: ReturnType<typeof userEvent.setup>, label: string, text: string) {
  await user.click(await screen.findByLabelText(label));
  // Whole, not key by key: the same events, in a tenth of the time.
  await user.paste(text);
}

async function fill(user: ReturnType<typeof userEvent.setup>) {
  await put(user, "Subject", "My tent leaks");
  await put(user, "What happened?", "After one night");
  await put(user, "Your name", "Zoë");
  await put(user, "Email", "zoe@example.com");
}

describe("the form of a new ticket", () => {
  beforeEach(() => sessionStorage.clear());

  it("sends nothing that is wrong, says why at the field and goes to the first one", async () => {
    const user = userEvent.setup();
    const { sent } = show();
    await user.click(await send());
    const subject = screen.getByLabelText("Subject");
    expect(subject).toBeInvalid();
    expect(subject).toHaveAccessibleDescription("Say in a few words what it is about.");
    expect(subject).toHaveFocus();
    expect(screen.getByText("4 fields need a correction.")).toBeInTheDocument();
    expect(sent).toEqual([]);
    // Mending what was wrong is not sending.
    await fill(user);
    expect(subject).toBeValid();
    expect(sent).toEqual([]);
  });

  it("sends what is right once, with the id of the form, and forgets the draft", async () => {
    const user = userEvent.setup();
    const { sent } = show();
    await fill(user);
    await user.selectOptions(screen.getByLabelText("Topic"), "Billing");
    await user.dblClick(await send());
    await screen.findByText("the room");
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ subject: "My tent leaks", category: categories[0]?.category_id, submission_id: submissionId });
    await waitFor(() => expect(sessionStorage.length).toBe(0));
  });

  it("keeps what was typed when the server refuses, and says so", async () => {
    const user = userEvent.setup();
    show((posted) => data(parsePostedTicket(posted, []).reply({ formErrors: ["The database is away."] }), { status: 503 }));
    await fill(user);
    await user.click(await send());
    expect(await screen.findByRole("alert")).toHaveTextContent("The database is away.");
    expect(screen.getByLabelText("What happened?")).toHaveValue("After one night");
    expect(screen.getByLabelText("Email")).toHaveValue("zoe@example.com");
  });

  it("finds its draft again after a reload, under the same id", async () => {
    sessionStorage.setItem(
      "frontroom:new-ticket:acme",
      JSON.stringify({ subject: "Half a", description: "ticket", submission_id: "7a1f3c55-93f0-4f8e-8a53-7d6f2f0f4f10" }),
    );
    const user = userEvent.setup();
    const { sent } = show();
    expect(await screen.findByText("We kept what you typed before.")).toBeInTheDocument();
    expect(screen.getByLabelText("Subject")).toHaveValue("Half a");
    await put(user, "Your name", "Zoë");
    await put(user, "Email", "zoe@example.com");
    await user.click(await send());
    await screen.findByText("the room");
    expect(sent[0]).toMatchObject({ subject: "Half a", submission_id: "7a1f3c55-93f0-4f8e-8a53-7d6f2f0f4f10" });
  });
});
