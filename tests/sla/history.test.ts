// @vitest-environment node
import { describe, expect, it } from "vitest";
import { clockRules } from "./clock-rules";
import { clocksOf } from "./history";
import { tell, type Step } from "./tell";

clockRules((given, story, now) => {
  const { history, now: read } = tell(given, story, now);
  return clocksOf(history, read);
});

describe("what cannot have happened", () => {
  it("is refused: messages on a closed ticket, the button on an open one, times that go backwards", () => {
    const clocks = (story: Step[]) => () => clocksOf(tell({}, story).history, tell({}, story).now);
    expect(clocks(["10:00 closed", "11:00 customer_message"])).toThrow("on a ticket that is closed");
    expect(clocks(["10:00 reopened_by_customer"])).toThrow("on a ticket that is open");
    expect(clocks(["10:00 note", "09:59 note"])).toThrow("before");
  });
});
