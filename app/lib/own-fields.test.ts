import { describe, expect, it } from "vitest";
import { ownFields } from "./own-fields";

describe("a posted form", () => {
  it("is read by its own fields, once each and only text", () => {
    const posted = new FormData();
    for (const name of ["email", "email", "email[999999999]", "email.x", "__proto__[x]", "__intent__", "other"]) posted.append(name, name);
    posted.set("password", new Blob(["a file"]));
    expect([...ownFields(posted, ["email", "password", "absent"])]).toEqual([["email", "email"]]);
  });
});
