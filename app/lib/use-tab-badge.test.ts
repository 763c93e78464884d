import { expect, it } from "vitest";
import { titleWithCount } from "./use-tab-badge";

it("puts a count before a title, once, and takes it away again", () => {
  expect(titleWithCount("Inbox", 3)).toBe("(3) Inbox");
  expect(titleWithCount("(3) Inbox", 4)).toBe("(4) Inbox");
  expect(titleWithCount("(99+) Inbox", 1)).toBe("(1) Inbox");
  expect(titleWithCount("Inbox", 140)).toBe("(99+) Inbox");
  expect(titleWithCount("(4) Inbox", 0)).toBe("Inbox");
});

it("leaves brackets alone that are no count", () => {
  expect(titleWithCount("(urgent) Light broken", 2)).toBe("(2) (urgent) Light broken");
  expect(titleWithCount("#12 Order (2) · Frontroom", 0)).toBe("#12 Order (2) · Frontroom");
});
