/** Small changes of a condition in SQL, each of which should make somebody see too much or too little. */

/** Without the parentheses that enclose the whole of it. */
function unwrapped(text: string): string {
  let inner = text.trim();
  for (;;) {
    if (!inner.startsWith("(")) return inner;
    let depth = 0;
    const closing = [...inner].findIndex((character) => {
      if (character === "(") depth += 1;
      if (character === ")") depth -= 1;
      return depth === 0;
    });
    if (closing !== inner.length - 1) return inner;
    inner = inner.slice(1, -1).trim();
  }
}

/** The operands of the outermost `AND` or `OR` of what `pg_get_expr` prints; one operand if there is none. */
function operands(text: string): { operator: "AND" | "OR" | undefined; parts: string[] } {
  for (const operator of ["OR", "AND"] as const) {
    const parts: string[] = [];
    let depth = 0;
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
      if (text[at] === "(") depth += 1;
      if (text[at] === ")") depth -= 1;
      if (depth === 0 && text.startsWith(` ${operator} `, at)) {
        parts.push(text.slice(from, at));
        from = at + operator.length + 2;
      }
    }
    if (parts.length > 0) return { operator, parts: [...parts, text.slice(from)] };
  }
  return { operator: undefined, parts: [text] };
}

export type Change = { what: string; text: string };

/** Every condition in it taken for true and for false, each `AND` made an `OR` and the reverse, each `NOT` taken away. */
export function changesOf(expression: string): Change[] {
  const text = unwrapped(expression);
  const { operator, parts } = operands(text);
  if (operator === undefined) {
    const changes: Change[] = [
      { what: `true instead of ${text}`, text: "true" },
      { what: `false instead of ${text}`, text: "false" },
    ];
    if (text.startsWith("NOT ")) changes.push({ what: `no NOT in ${text}`, text: text.slice(4) });
    return changes;
  }
  const rebuilt = (replaced: number, by: string) => parts.map((part, index) => `(${index === replaced ? by : part})`).join(` ${operator} `);
  const other = operator === "AND" ? "OR" : "AND";
  return [
    { what: "true instead of all", text: "true" },
    { what: `${other} instead of ${operator}`, text: parts.map((part) => `(${part})`).join(` ${other} `) },
    ...parts.flatMap((part, index) => changesOf(part).map(({ what, text: by }) => ({ what, text: rebuilt(index, by) }))),
  ];
}

const ends = /^(and|or|order|limit|group|union|then|for|on|join|left|where|returning|using|when|else|end)\b/i;

/** Every condition after `where`, `and`, `or`, `on` or `then` in a function's body taken for true, every refusal left out. */
export function conditionChanges(body: string): Change[] {
  const changes: Change[] = [];
  for (const match of body.matchAll(/\b(where|and|or|on|then)\s+(?!\()/gi)) {
    const from = match.index + match[0].length;
    let depth = 0;
    let at = from;
    for (; at < body.length; at += 1) {
      const character = body[at];
      if (character === "(") depth += 1;
      if (character === ")" && depth === 0) break;
      if (character === ")") depth -= 1;
      if (depth === 0 && (character === ";" || (/\s/.test(body[at - 1] ?? "") && ends.test(body.slice(at))))) break;
    }
    const condition = body.slice(from, at).trimEnd();
    // `exists (…)` and comparisons only; the consequence of a `then` in plpgsql is a statement.
    if (!/[=<>~]| in | is |^exists|^not /.test(condition) || /^(perform|return|select|insert|update)\b/.test(condition)) continue;
    // Ids are unique by themselves: the workspace in a join is there for the index.
    if (/^\w+\.workspace_id = \w+\.workspace_id$/.test(condition)) continue;
    changes.push({
      what: `true instead of ${condition.replace(/\s+/g, " ")}`,
      text: `${body.slice(0, from)}true${body.slice(from + condition.length)}`,
    });
  }
  for (const match of body.matchAll(/\bif\s+((?:(?!\bthen\b)[\s\S])+?)\s+then\s+(?:perform private\.refuse|return false)/gi)) {
    const from = match.index + match[0].indexOf(match[1]!);
    changes.push({
      what: `never refusing if ${match[1]!.replace(/\s+/g, " ")}`,
      text: `${body.slice(0, from)}false${body.slice(from + match[1]!.length)}`,
    });
  }
  return changes;
}
