import { describe, expect, it } from "vitest";
import { PresentMembers } from "./present-members";

const said = (members: PresentMembers) =>
  Object.entries(members.states).map(([key, metas]) => `${key}: ${metas.map((meta) => (meta as { says: string }).says).join(", ")}`);

describe("present members", () => {
  it("are those of the first frame, then as the changes say", () => {
    const members = new PresentMembers();
    members.replace({ ada: { metas: [{ phx_ref: "1", says: "here" }] } });
    members.change({ joins: { bo: { metas: [{ phx_ref: "2", says: "here" }] } }, leaves: {} });
    expect(said(members)).toEqual(["ada: here", "bo: here"]);
    members.change({ joins: {}, leaves: { ada: { metas: [{ phx_ref: "1", says: "here" }] } } });
    expect(said(members)).toEqual(["bo: here"]);
  });

  it("leave for good after they changed what they say", () => {
    const members = new PresentMembers();
    members.replace({ ada: { metas: [{ phx_ref: "1", says: "here" }] } });
    members.change({
      joins: { ada: { metas: [{ phx_ref: "2", phx_ref_prev: "1", says: "typing" }] } },
      leaves: { ada: { metas: [{ phx_ref: "1", says: "here" }] } },
    });
    expect(said(members)).toEqual(["ada: typing"]);
    members.change({ joins: {}, leaves: { ada: { metas: [{ phx_ref: "2", says: "typing" }] } } });
    expect(said(members)).toEqual([]);
  });

  it("with two pages under one key stay until the last page is gone, also where the library renamed the references", () => {
    const members = new PresentMembers();
    members.replace({
      ada: {
        metas: [
          { presence_ref: "1", says: "phone" },
          { phx_ref: "2", says: "desk" },
        ],
      },
    });
    members.change({ joins: {}, leaves: { ada: { metas: [{ phx_ref: "1" }] } } });
    expect(said(members)).toEqual(["ada: desk"]);
    members.change({ joins: {}, leaves: { ada: { metas: [{ presence_ref: "2" }] } } });
    expect(said(members)).toEqual([]);
  });

  it("are forgotten when a new join brings a new first frame", () => {
    const members = new PresentMembers();
    members.replace({ ada: { metas: [{ phx_ref: "1", says: "here" }] } });
    members.replace({});
    expect(said(members)).toEqual([]);
  });

  it("may be called what they like", () => {
    const members = new PresentMembers();
    const keys = ["__proto__", "constructor", "toString", "ada"];
    // As it comes from the network: with these as names of its own.
    const frame = `{${keys.map((key, ref) => `"${key}":{"metas":[{"phx_ref":"${ref}","says":"here"}]}`).join()}}`;
    members.replace(JSON.parse(frame) as Record<string, never>);
    expect(said(members)).toEqual(keys.map((key) => `${key}: here`));
  });
});
