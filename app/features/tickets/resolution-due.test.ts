import { describe, expect, test } from "vitest";
import { fromLocalTime, toLocalTime } from "./local-time";
import { meantMoment, readResolutionDue } from "./resolution-due.server";

describe("a due time from a form", () => {
  test("is the moment that the browser named, and UTC's wall time without one", () => {
    expect(meantMoment({ due: "2026-11-27T12:00", due_at: "2026-11-27T11:00:00.000Z" })).toBe("2026-11-27T11:00:00.000Z");
    expect(meantMoment({ due: "2026-11-27T12:00", due_at: "" })).toBe("2026-11-27T12:00:00.000Z");
  });

  test.each(["", "tomorrow", "2026-13-40T99:99", "2026-11-27", "2026-11-27T12:00+01:00"])("%j is none", (due) => {
    expect(meantMoment({ due, due_at: "" })).toBeNull();
    expect(meantMoment({ due: "2026-11-27T12:00", due_at: due || "x" })).toBeNull();
  });

  test("goes into the field and back", () => {
    expect(toLocalTime("2026-11-27T11:00:30+00:00", "utc")).toBe("2026-11-27T11:00");
    expect(fromLocalTime(toLocalTime("2026-11-27T11:00:00.000Z", "browser"))).toBe("2026-11-27T11:00:00.000Z");
    expect(fromLocalTime("")).toBeNull();
    expect(fromLocalTime("soon")).toBeNull();
  });

  test("is asked for by its own intent alone", () => {
    const form = new FormData();
    form.set("intent", "set-ticket-status");
    expect(readResolutionDue(form)).toBeNull();
    form.set("intent", "set-resolution-due");
    expect(readResolutionDue(form)).toMatchObject({ due: "", due_at: "", reason: "" });
  });
});
