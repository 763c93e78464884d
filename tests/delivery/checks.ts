/** What must hold after a run. Pure: what was seen goes in, what is wrong comes out. */

export type FindingKind =
  "lost" | "duplicated" | "out of order" | "acknowledged but lost" | "gap" | "different" | "not sent" | "late" | "fault without effect";

export type Finding = { kind: FindingKind; words: string };

/** A line, in the table or on a page. */
export type SeenLine = { seq: number; id: string; body: string };

export type Seen = {
  table: SeenLine[];
  /** What the room says its last number is. */
  lastSeq: number;
  /** Bodies in the order in which each tab sent them; every body is another one. */
  sent: { tab: number; bodies: string[] }[];
  acknowledged: { tab: number; seq: number; messageId: string; body: string }[];
  pages: { tab: number; lines: SeenLine[]; waiting: number }[];
};

/** Findings of one kind are many when something is wrong; the words of the first few say enough. */
export function summarise(findings: readonly Finding[], most = 5): string[] {
  const kinds = [...new Set(findings.map(({ kind }) => kind))];
  return kinds.flatMap((kind) => {
    const ofKind = findings.filter((finding) => finding.kind === kind);
    const lines = ofKind.slice(0, most).map(({ words }) => `${kind}: ${words}`);
    return ofKind.length > most ? [...lines, `${kind}: and ${ofKind.length - most} more`] : lines;
  });
}

export function check(seen: Seen): Finding[] {
  return [...checkTable(seen), ...checkAcknowledged(seen), ...seen.pages.flatMap((page) => checkPage(seen.table, page))];
}

function* gapsOf(seqs: readonly number[], where: string): Generator<Finding> {
  for (const [index, seq] of seqs.entries()) {
    const before = index === 0 ? 0 : (seqs[index - 1] ?? 0);
    if (seq > before + 1) yield { kind: "gap", words: `${where}: after ${before} comes ${seq}` };
  }
}

function checkTable({ table, lastSeq, sent }: Seen): Finding[] {
  const findings: Finding[] = [
    ...gapsOf(
      table.map(({ seq }) => seq),
      "table",
    ),
  ];
  if (table.length !== lastSeq) findings.push({ kind: "gap", words: `table: ${table.length} lines, and the room counts ${lastSeq}` });
  const placesOf = new Map<string, number[]>();
  for (const { body, seq } of table) placesOf.set(body, [...(placesOf.get(body) ?? []), seq]);
  for (const { tab, bodies } of sent) {
    let last = 0;
    for (const body of bodies) {
      const places = placesOf.get(body) ?? [];
      const [first] = places;
      if (first === undefined) {
        findings.push({ kind: "lost", words: `table: ${name(body)} of tab ${tab} is not there` });
        continue;
      }
      if (places.length > 1)
        findings.push({ kind: "duplicated", words: `table: ${name(body)} of tab ${tab} is there as ${places.join()}` });
      if (first < last)
        findings.push({ kind: "out of order", words: `table: ${name(body)} of tab ${tab} came before the one sent earlier` });
      last = Math.max(last, first);
    }
  }
  return findings;
}

function checkAcknowledged({ table, acknowledged }: Seen): Finding[] {
  const byId = new Map(table.map((line) => [line.id, line]));
  return acknowledged
    .filter(({ seq, messageId, body }) => byId.get(messageId)?.seq !== seq || byId.get(messageId)?.body !== body)
    .map(({ tab, seq, body }) => ({
      kind: "acknowledged but lost" as const,
      words: `tab ${tab} was told that ${name(body)} is ${seq}, and it is not`,
    }));
}

function checkPage(table: readonly SeenLine[], { tab, lines, waiting }: Seen["pages"][number]): Finding[] {
  const where = `tab ${tab}`;
  const findings: Finding[] = [];
  const here = new Map<string, SeenLine>();
  let last = 0;
  for (const line of lines) {
    if (here.has(line.id)) findings.push({ kind: "duplicated", words: `${where}: ${name(line.body)} is shown twice` });
    if (line.seq <= last) findings.push({ kind: "out of order", words: `${where}: ${line.seq} stands after ${last}` });
    here.set(line.id, line);
    last = Math.max(last, line.seq);
  }
  findings.push(
    ...gapsOf(
      lines.map(({ seq }) => seq),
      where,
    ),
  );
  for (const { id, seq, body } of table) {
    const shown = here.get(id);
    if (!shown) findings.push({ kind: "lost", words: `${where}: ${seq}, ${name(body)}, is not shown` });
    else if (shown.seq !== seq || shown.body !== body)
      findings.push({ kind: "different", words: `${where}: ${seq}, ${name(body)}, is shown as ${shown.seq}, ${name(shown.body)}` });
    here.delete(id);
  }
  for (const { seq, body } of here.values())
    findings.push({ kind: "different", words: `${where}: ${seq}, ${name(body)}, is shown, and nowhere in the table` });
  if (waiting > 0) findings.push({ kind: "not sent", words: `${where}: ${waiting} lines still wait` });
  return findings;
}

const name = (body: string) => `"${body.slice(0, 24)}"`;
