import { createRemixStub } from "@remix-run/testing";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { NewWorkspaceForm } from "./new-workspace-form";

function show() {
  const Stub = createRemixStub([
    { path: "/", Component: () => <NewWorkspaceForm lastResult={undefined} memberName="Olivia Owens" origin="https://help.example" /> },
  ]);
  render(<Stub />);
}

test("the address follows the name, until somebody writes it themself", async () => {
  show();
  const user = userEvent.setup();
  const name = await screen.findByLabelText("Company or product");
  const slug = screen.getByLabelText("Address of the support page");
  await user.type(name, "Müller & Söhne");
  expect(slug).toHaveValue("mueller-soehne");
  expect(slug).toHaveAccessibleDescription(
    expect.stringContaining("Customers will find you at https://help.example/support/mueller-soehne"),
  );
  await user.clear(slug);
  await user.type(slug, "ms");
  await user.type(name, " GmbH");
  expect(slug).toHaveValue("ms");
});

test("the own name is filled in already", async () => {
  show();
  expect(await screen.findByLabelText("Your name there")).toHaveValue("Olivia Owens");
});
