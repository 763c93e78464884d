import type { CSSProperties } from "react";
import { cn } from "~/lib/cn";
import { paths } from "~/lib/paths";

/** First letters of the first and last word; a whole character each, also beyond the basic plane. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const first = [...(words[0] ?? "")][0] ?? "?";
  const last = words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : "";
  return (first + last).toLocaleUpperCase();
}

/** A hue from 0 to 359 that stays the same for the same seed, on every device. */
export function hueOf(seed: string): number {
  let hash = 2166136261;
  for (const character of seed) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
  return (hash >>> 0) % 360;
}

const sizes = { xs: "size-5 text-[0.625rem]", sm: "size-7 text-[0.6875rem]", md: "size-9 text-[0.8125rem]", lg: "size-12 text-base" };

/**
 * A face, or initials on a colour of their own. Decoration: the name stands beside it in words.
 *
 * @param props.seed what the colour depends on (an id); the name without it
 * @param props.pictureId the face; initials stand in for none, and for one that is not to be had
 * @param props.status a small dot: someone is there or away; also decoration
 */
export function Avatar(props: {
  name: string;
  seed?: string;
  size?: keyof typeof sizes;
  pictureId?: string | null;
  status?: "online" | "away" | undefined;
  className?: string;
}) {
  const { name, seed = name, size = "md", pictureId, status, className } = props;
  return (
    <span
      aria-hidden="true"
      style={{ "--avatar-hue": hueOf(seed) } as CSSProperties}
      className={cn(
        "avatar relative inline-grid shrink-0 place-items-center rounded-full font-semibold select-none",
        sizes[size],
        className,
      )}
    >
      {initialsOf(name)}
      {pictureId ? (
        <img
          key={pictureId}
          src={paths.picture(pictureId)}
          alt=""
          className="absolute inset-0 size-full rounded-full bg-surface object-cover"
          onError={({ currentTarget }) => {
            currentTarget.hidden = true;
          }}
        />
      ) : null}
      {status ? (
        <span
          className={cn(
            "absolute -end-px -bottom-px size-2.5 rounded-full ring-2 ring-surface",
            status === "online" ? "bg-success" : "bg-warning",
          )}
        />
      ) : null}
    </span>
  );
}
