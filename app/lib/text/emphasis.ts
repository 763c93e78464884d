/** Which `*`, `_` and `~~` of a line are signs of bold, italic and strike, and which are just what was typed. */

/** Characters that are not shown; `change` says how much deeper bold, italic and strike are from here on. */
export type Cut = { at: number; length: number; change: readonly [strong: number, emphasis: number, strike: number] };

type Run = { at: number; sign: string; left: number; isEscaped: boolean };

// Scripts that put no space between words, or endings right after them: there a sign may touch a letter.
const spaceless = String.raw`\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}ー。、！？：；`;
const beforeOpening = new RegExp(String.raw`^(?:\s|[\p{Ps}\p{Pi}"'„‚—–¿¡*_~${spaceless}])?$`, "u");
const afterOpening = /[*_~\\]{0,4}(?:[-–+.]?\p{N}|[\p{L}\p{Ps}\p{Pi}\p{Sc}\p{Extended_Pictographic}"'„‚#@&§¿¡`])/uy;
const beforeClosing = /^[^\s\p{Ps}\p{Pi}\\/|<]$/u;
const afterClosing = new RegExp(String.raw`$|[^\p{L}\p{N}]|[${spaceless}]`, "uy");
// Names of files and variables are full of underscores: after the last of a word comes a space or the end of a sentence.
const afterUnderscore = new RegExp(String.raw`[\p{Pe}\p{Pf}.,;:!?"'*~_…–—-]{0,8}(?:$|\s|[${spaceless}])`, "uy");

const fits = (pattern: RegExp, line: string, at: number): boolean => {
  pattern.lastIndex = at;
  return pattern.test(line);
};

/** The whole character before a place, also one of two code units; nothing at the start. */
function characterBefore(line: string, at: number): string {
  const unit = line.charCodeAt(at - 1);
  return line.slice(Math.max(0, unit >= 0xdc00 && unit <= 0xdfff ? at - 2 : at - 1), at);
}

/** A closing sign looks for its partner among this many open ones: stray signs cost no time. */
const reach = 16;

/**
 * @param parts stretches of the line in which signs count, in order
 * @returns in order of their places
 */
export function delimiterCuts(line: string, parts: readonly { start: number; end: number }[]): Cut[] {
  const cuts: Cut[] = [];
  const open: Run[] = [];
  for (const { start, end } of parts) {
    for (const { 0: match, index } of line.slice(start, end).matchAll(/\\?(?:\*+|_+|~+)/g)) {
      const isEscaped = match.startsWith("\\");
      const at = start + index + (isEscaped ? 1 : 0);
      const sign = line[at] ?? "";
      const left = isEscaped ? 1 : match.length;
      if (!isEscaped && !(sign === "*" ? left <= 3 : left === (sign === "_" ? 1 : 2))) continue;
      const before = characterBefore(line, start + index);
      const canOpen = beforeOpening.test(before) && fits(afterOpening, line, at + left);
      const canClose = beforeClosing.test(before) && fits(sign === "_" ? afterUnderscore : afterClosing, line, at + left);
      const run = { at, sign, left, isEscaped };
      if (canClose) close(run, open, cuts);
      if (canOpen && run.left === left) open.push(run);
    }
  }
  return cuts.sort((one, other) => one.at - other.at);
}

function close(run: Run, open: Run[], cuts: Cut[]): void {
  for (let index = open.length - 1; index >= Math.max(0, open.length - reach) && run.left > 0; index -= 1) {
    const opener = open[index];
    if (opener?.sign !== run.sign) continue;
    // `**a*` is no pair, while `***` may end, or be ended by, one of each.
    const used = opener.left === run.left || opener.left === 3 ? run.left : run.left === 3 ? opener.left : 0;
    if (used === 0) continue;
    if (opener.isEscaped || run.isEscaped) {
      // The backslash has served: it kept a pair from working. Everywhere else it was typed to be seen.
      for (const { at, isEscaped } of [opener, run]) if (isEscaped) cuts.push({ at: at - 1, length: 1, change: [0, 0, 0] });
      run.left = 0;
      open.length = index;
      return;
    }
    const change = run.sign === "~" ? [0, 0, 1] : [used > 1 ? 1 : 0, used === 2 ? 0 : 1, 0];
    const [strong = 0, emphasis = 0, strike = 0] = change;
    opener.left -= used;
    cuts.push({ at: opener.at + opener.left, length: used, change: [strong, emphasis, strike] });
    cuts.push({ at: run.at, length: used, change: [-strong, -emphasis, -strike] });
    run.at += used;
    run.left -= used;
    open.length = opener.left > 0 ? index + 1 : index;
  }
}
