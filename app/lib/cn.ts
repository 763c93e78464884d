import { clsx, type ClassValue } from "clsx";

/**
 * Joins class names; falsy ones fall out.
 *
 * There is no `tailwind-merge` behind it: it weighs 8 kB on every customer page. So a `className` given to a
 * kit component adds what the component leaves open (margins, width, grid place) and never fights a variant;
 * a different look is a new variant.
 */
export function cn(...inputs: ClassValue[]): string {
  return clsx(inputs);
}
