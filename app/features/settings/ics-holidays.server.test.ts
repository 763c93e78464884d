// @vitest-environment node
import { describe, expect, it } from "vitest";
import { IcsError, readIcs } from "./ics-holidays.server";

const today = "2026-11-22";
const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string) => readIcs(bytes(text), today);
const calendar = (...events: string[]) =>
  [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Test//EN",
    ...events.flatMap((lines) => ["BEGIN:VEVENT", lines, "END:VEVENT"]),
    "END:VCALENDAR",
  ].join("\r\n");
const event = (uid: number, ...lines: string[]) => [`UID:${uid}@example.com`, "DTSTAMP:20260101T000000Z", ...lines].join("\r\n");

function reasonOf(content: Uint8Array | string): string {
  try {
    readIcs(typeof content === "string" ? bytes(content) : content, today);
  } catch (error) {
    if (error instanceof IcsError) return error.reason;
    throw error;
  }
  return "read";
}

const google = `BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:PUBLISH
X-WR-CALNAME:Feiertage in Deutschland
X-WR-TIMEZONE:UTC
X-WR-CALDESC:Feiertage und Gedenktage in Deutschland
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261225
DTEND;VALUE=DATE:20261226
DTSTAMP:20261101T101500Z
UID:20261225_abc@google.com
CLASS:PUBLIC
CREATED:20240517T110245Z
DESCRIPTION:Gesetzlicher Feiertag
LAST-MODIFIED:20240517T110245Z
SEQUENCE:0
STATUS:CONFIRMED
SUMMARY:Erster Weihnachtstag
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20270326
DTEND;VALUE=DATE:20270327
DTSTAMP:20261101T101500Z
UID:20270326_abc@google.com
DESCRIPTION:Gesetzlicher Feiertag\\nUm Gedenktage auszublenden\\, gehe zu den
  Kalendereinstellungen.
SUMMARY:Karfreitag
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260403
DTEND;VALUE=DATE:20260404
UID:20260403_abc@google.com
SUMMARY:Karfreitag
END:VEVENT
END:VCALENDAR
`;

const outlook = [
  "BEGIN:VCALENDAR",
  "PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN",
  "VERSION:2.0",
  "BEGIN:VTIMEZONE",
  "TZID:W. Europe Standard Time",
  "BEGIN:STANDARD",
  "DTSTART:16011028T030000",
  "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
  "TZOFFSETFROM:+0200",
  "TZOFFSETTO:+0100",
  "END:STANDARD",
  "BEGIN:DAYLIGHT",
  "DTSTART:16010325T020000",
  "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
  "TZOFFSETFROM:+0100",
  "TZOFFSETTO:+0200",
  "END:DAYLIGHT",
  "END:VTIMEZONE",
  "BEGIN:VEVENT",
  "CATEGORIES:Feiertag",
  'DTSTART;TZID="W. Europe Standard Time":20261231T000000',
  'DTEND;TZID="W. Europe Standard Time":20270102T000000',
  "SUMMARY;LANGUAGE=de:Jahreswechsel im ganzen Hause und in allen Niederlassungen des",
  "  Unternehmens",
  "UID:040000008200E00074C5B7101A82E008",
  "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
  "X-MICROSOFT-CDO-BUSYSTATUS:OOF",
  "END:VEVENT",
  "BEGIN:VEVENT",
  'DTSTART;TZID="W. Europe Standard Time":20261218T180000',
  'DTEND;TZID="W. Europe Standard Time":20261218T220000',
  "SUMMARY:Weihnachtsfeier",
  "UID:2",
  "X-MICROSOFT-CDO-ALLDAYEVENT:FALSE",
  "END:VEVENT",
  "END:VCALENDAR",
  "",
].join("\r\n");

const apple = calendar(
  event(1, "DTSTART;VALUE=DATE:20150101", "DTEND;VALUE=DATE:20150102", "RRULE:FREQ=YEARLY", "SUMMARY;LANGUAGE=en:New Year’s Day"),
  event(
    2,
    "DTSTART;VALUE=DATE:20150704",
    "DURATION:P1D",
    "RRULE:FREQ=YEARLY;INTERVAL=1;BYMONTH=7;BYMONTHDAY=4",
    "SUMMARY:Independence Day",
  ),
  event(3, "DTSTART;VALUE=DATE:20151126", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "SUMMARY:Thanksgiving Day"),
);

describe("a file of holidays", () => {
  it("of Google gives its all-day events, without what is over", () => {
    expect(read(google)).toEqual({
      days: [
        { date: "2026-12-25", name: "Erster Weihnachtstag", isYearly: false },
        { date: "2027-03-26", name: "Karfreitag", isYearly: false },
      ],
      timed: 0,
      past: 1,
      unreadable: 0,
    });
  });

  it("of Outlook, with its zone, gives the days of an event from midnight to midnight, and counts what has a time", () => {
    const name = "Jahreswechsel im ganzen Hause und in allen Niederlassungen des Unternehmens";
    expect(read(outlook)).toEqual({
      days: [
        { date: "2026-12-31", name, isYearly: false },
        { date: "2027-01-01", name, isYearly: false },
      ],
      timed: 1,
      past: 0,
      unreadable: 0,
    });
  });

  it("of Apple gives a yearly day for what falls on the same date, and the coming two years of what does not", () => {
    expect(read(apple).days).toEqual([
      { date: "2026-11-26", name: "Thanksgiving Day", isYearly: false },
      { date: "2027-01-01", name: "New Year’s Day", isYearly: true },
      { date: "2027-07-04", name: "Independence Day", isYearly: true },
      { date: "2027-11-25", name: "Thanksgiving Day", isYearly: false },
      { date: "2028-11-23", name: "Thanksgiving Day", isYearly: false },
    ]);
  });

  it("gives the dates of a rule that ends, has gaps, or is moved for once", () => {
    const rule = calendar(
      event(1, "DTSTART;VALUE=DATE:20240601", "RRULE:FREQ=YEARLY;UNTIL=20270601", "SUMMARY:Ends"),
      event(2, "DTSTART;VALUE=DATE:20240801", "RRULE:FREQ=YEARLY", "EXDATE;VALUE=DATE:20270801", "SUMMARY:Gap"),
      event(3, "DTSTART;VALUE=DATE:20240901", "RRULE:FREQ=YEARLY;BYMONTH=9;BYDAY=1WE", "SUMMARY:Moved"),
      event(3, "RECURRENCE-ID;VALUE=DATE:20270901", "DTSTART;VALUE=DATE:20270903", "SUMMARY:Moved to Friday"),
    );
    expect(read(rule).days.map(({ date, name }) => `${date} ${name}`)).toEqual([
      "2027-06-01 Ends",
      "2027-09-03 Moved to Friday",
      "2028-08-01 Gap",
      "2028-09-06 Moved",
    ]);
  });

  it("lists a day once, and leaves out what was cancelled", () => {
    const text = calendar(
      event(1, "DTSTART;VALUE=DATE:20261225", "SUMMARY:Christmas"),
      event(2, "DTSTART;VALUE=DATE:20261225", "SUMMARY:Christmas in another state"),
      event(3, "DTSTART;VALUE=DATE:20261226", "STATUS:CANCELLED", "SUMMARY:Not any more"),
    );
    expect(read(text).days).toEqual([{ date: "2026-12-25", name: "Christmas", isYearly: false }]);
  });

  it("counts events whose date is none, and reads the others", () => {
    const text = calendar(
      event(1, "DTSTART;VALUE=DATE:20261345", "SUMMARY:x"),
      event(2, "SUMMARY:y"),
      event(3, "DTSTART;VALUE=DATE:20261225", "SUMMARY:z"),
    );
    expect(read(text)).toMatchObject({ unreadable: 2, days: [{ name: "z" }] });
  });

  it("may hold several calendars, words in code, and none at all", () => {
    const one = calendar(event(1, "DTSTART;VALUE=DATE:20261225", "SUMMARY:A\\, b\\; c\\nd"));
    const other = calendar(event(2, "DTSTART;VALUE=DATE:20261226"));
    expect(read(`${one}\r\n${other}`).days.map(({ name }) => name)).toEqual(["A, b; c d", ""]);
  });

  it.each([
    ["a byte order mark", (text: string) => bytes(`\uFEFF${text}`)],
    ["only line feeds", (text: string) => bytes(text.replaceAll("\r\n", "\n"))],
    ["only carriage returns", (text: string) => bytes(text.replaceAll("\r\n", "\r"))],
    ["UTF-16", (text: string) => new Uint8Array(Buffer.from(`\uFEFF${text}`, "utf16le"))],
    ["an old code page", (text: string) => new Uint8Array(Buffer.from(text, "latin1"))],
    ["folded lines", (text: string) => bytes(text.replace("Allerhei", "Aller\r\n hei"))],
    ["empty lines around", (text: string) => bytes(`\r\n\r\n${text}\r\n\r\n`)],
  ])("is read with %s", (_, encode) => {
    const text = calendar(event(1, "DTSTART;VALUE=DATE:20271101", "SUMMARY:Allerheiligen für alle"));
    expect(readIcs(encode(text), today).days).toEqual([{ date: "2027-11-01", name: "Allerheiligen für alle", isYearly: false }]);
  });

  it.each([
    ["empty", ""],
    ["broken", "hello"],
    ["broken", "<html><body>Please sign in: again</body></html>"],
    ["broken", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:cut"],
    ["broken", "BEGIN:VCARD\r\nFN:Kim\r\nEND:VCARD"],
    ["broken", "\u0000\u0001\u0002 PK"],
    ["no_events", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR"],
    ["too_many", calendar(event(1, "DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20290101", "SUMMARY:x"))],
    ["too_many", calendar(event(1, "DTSTART;VALUE=DATE:20261201", "RRULE:FREQ=DAILY", "SUMMARY:x"))],
    ["too_large", `${calendar(event(1, "DTSTART;VALUE=DATE:20261225"))}${" ".repeat(1024 * 1024)}`],
  ])("is refused as %s", (reason, text) => {
    expect(reasonOf(text)).toBe(reason);
  });

  it("is given up on when a rule never comes true", () => {
    const start = performance.now();
    expect(reasonOf(calendar(event(1, "DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "SUMMARY:x")))).toBe(
      "broken",
    );
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
