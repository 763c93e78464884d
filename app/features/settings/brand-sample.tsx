import { CircleCheck } from "lucide-react";
import type { CSSProperties } from "react";
import { buttonVariants } from "~/components/ui/button-variants";
import { formatNumber } from "~/lib/i18n/format";
import { m } from "~/lib/i18n/messages";
import { brandContrast, type BrandContrast } from "./brand-contrast";

const uses: Record<BrandContrast["use"], (words: { ratio: string }) => string> = {
  dark_words: m.settings_workspace_color_light,
  white_words: m.settings_workspace_color_dark,
  deepened: m.settings_workspace_color_deepened,
};

/** `1:4.5` reads as a time or a scale: the ratio as WCAG writes it. */
const ratioWords = (ratio: number) => `${formatNumber(Math.floor(ratio * 10) / 10, { minimumFractionDigits: 1 })}:1`;

/** How a colour looks in the portal, in both themes, and how readable words on it are; nothing for what is no colour. */
export function BrandSample({ color, workspaceName }: { color: string; workspaceName: string }) {
  const contrast = brandContrast(color);
  if (!contrast) return null;
  const letter = ([...workspaceName.trim()][0] ?? "?").toLocaleUpperCase();
  return (
    <div className="flex flex-col gap-2.5">
      <div aria-hidden="true" className="grid gap-3 sm:grid-cols-2">
        {(["light", "dark"] as const).map((theme) => (
          <div
            key={theme}
            data-brand=""
            style={{ "--brand": color, colorScheme: theme } as CSSProperties}
            className="flex min-w-0 flex-col gap-3 rounded-lg border border-border bg-background p-4 text-foreground"
          >
            <span className="flex min-w-0 items-center gap-2.5 text-sm font-semibold">
              <span className="grid size-7 shrink-0 place-items-center rounded-md bg-primary text-sm font-bold text-primary-foreground">
                {letter}
              </span>
              <span className="truncate">{workspaceName}</span>
            </span>
            <span className="flex flex-wrap items-center gap-x-4 gap-y-2">
              <span className={buttonVariants({ size: "sm" })}>{m.portal_open_ticket()}</span>
              <span className="text-sm font-medium text-primary-ink underline underline-offset-4">{m.portal_my_tickets()}</span>
            </span>
          </div>
        ))}
      </div>
      <p className="flex items-start gap-1.5 text-sm text-pretty [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0">
        <CircleCheck aria-hidden="true" className="text-success-ink" />
        <span>
          {uses[contrast.use]({ ratio: ratioWords(contrast.button) })}{" "}
          <span className="text-muted-foreground">
            {m.settings_workspace_color_ratios({ white: ratioWords(contrast.white), dark: ratioWords(contrast.dark) })}
          </span>
        </span>
      </p>
    </div>
  );
}
