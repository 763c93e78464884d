/** A shortcode that is being typed right before the caret, or null: also inside of code, where a colon is one. */
export function typedCode(text: string, caret: number): { code: string; from: number; isWhole: boolean } | null {
  const before = text.slice(0, caret);
  const [, colon = "", code = "", end = ""] = /(?:^|[\s(])(:)([\p{L}+-][\p{L}\d_+-]{1,40})(:?)$/u.exec(before) ?? [];
  if (colon === "" || isInCode(before)) return null;
  return { code, from: caret - code.length - end.length - 1, isWhole: end !== "" };
}

function isInCode(before: string): boolean {
  const line = before.slice(before.lastIndexOf("\n") + 1);
  return before.split("```").length % 2 === 0 || line.split("`").length % 2 === 0;
}
