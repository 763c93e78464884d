import { createRemixStub } from "@remix-run/testing";
import { useLoaderData } from "@remix-run/react";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { ParticipantLine } from "~/lib/supabase/database-types";
import { AddPersonForm } from "./add-person-form";
import { PeopleList } from "./people-list";

const person = (customer_id: string, name: string): ParticipantLine => ({
  customer_id,
  name,
  email: null,
  is_requester: false,
  invited_at: "2026-11-20T12:00:00Z",
  joined_at: "2026-11-20T12:00:00Z",
});

/** A page with the list and the form, whose server removes who is named once `answer` is called. */
function show() {
  let people = [person("a", "Ada"), person("b", "Bo")];
  let answer: () => void = () => undefined;
  const asked: unknown[] = [];
  const Stub = createRemixStub([
    {
      path: "/",
      loader: () => ({ people }),
      async action({ request }) {
        const form = await request.formData();
        asked.push(form.get("intent"));
        await new Promise<void>((resolve) => (answer = resolve));
        people = people.filter(({ customer_id: id }) => id !== form.get("customer_id"));
        return null;
      },
      Component() {
        return (
          <>
            <PeopleList people={useLoaderData<{ people: ParticipantLine[] }>().people} myId={null} mayDecide />
            <AddPersonForm answer={undefined} />
          </>
        );
      },
    },
  ]);
  render(<Stub />);
  return { asked, answer: () => answer() };
}

describe("the list of a ticket's people", () => {
  it("shows the one button that was pressed as pending, and has the focus once its person is gone", async () => {
    const user = userEvent.setup();
    const { answer } = show();
    await user.click(await screen.findByRole("button", { name: "Remove Ada" }));
    await waitFor(() => expect(screen.getByRole("button", { name: "Remove Ada" })).toHaveAttribute("aria-busy", "true"));
    expect(screen.getByRole("button", { name: "Remove Bo" })).not.toHaveAttribute("aria-busy", "true");
    answer();
    await waitFor(() => expect(screen.queryByText("Ada")).toBeNull());
    expect(screen.getByRole("list")).toHaveFocus();
  });

  it("says with the button that somebody is to be added, and leaves the focus there", async () => {
    const user = userEvent.setup();
    const { answer, asked } = show();
    const add = await screen.findByRole("button", { name: "Add someone" });
    await user.click(add);
    await waitFor(() => expect(asked).toEqual(["add-participant"]));
    answer();
    await waitFor(() => expect(add).toHaveFocus());
    expect(add).toHaveAttribute("name", "intent");
  });
});
