import { formatNumber } from "~/lib/i18n/format";

/**
 * How far something is, as a bar and in words.
 *
 * @param props.words what the bar is named by; also said beside it
 * @param props.done of `total`; a total of 0 is not known yet
 */
export function ProgressLine({ words, done, total }: { words: string; done: number; total: number }) {
  return (
    <div className="flex flex-col gap-1.5">
      <progress
        aria-label={words}
        value={total > 0 ? Math.min(done, total) : undefined}
        max={total > 0 ? total : undefined}
        className="h-2 w-full max-w-md overflow-hidden rounded-full bg-hover accent-primary [&::-moz-progress-bar]:bg-primary [&::-webkit-progress-bar]:bg-hover [&::-webkit-progress-value]:bg-primary"
      />
      <p className="text-sm text-muted-foreground tabular-nums">
        {words}
        {total > 0 ? ` ${formatNumber(Math.floor((Math.min(done, total) / total) * 100) / 100, { style: "percent" })}` : null}
      </p>
    </div>
  );
}
