import type { LogoLine } from "./supabase/database-types";

/**
 * How large a logo is drawn in a box, and whether it is so wide that it has the workspace's name in it: then it stands
 * alone and is read out as the name, else it is decoration beside it.
 *
 * @param most the box, in pixels, as all sides here
 */
export function logoSize(logo: LogoLine, most: { width: number; height: number }): { width: number; height: number; isWordmark: boolean } {
  const scale = Math.min(most.height / logo.height, most.width / logo.width);
  return { width: Math.round(logo.width * scale), height: Math.round(logo.height * scale), isWordmark: logo.width > logo.height * 2 };
}
