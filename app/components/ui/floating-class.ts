/** What floats over the page: menus, popovers, lists to pick from. */
export const floatingClass = [
  "z-50 rounded-lg border border-border bg-surface text-foreground shadow-lg outline-none",
  "origin-(--radix-popper-transform-origin) data-[state=closed]:animate-out data-[state=closed]:fade-out-0 data-[state=closed]:zoom-out-97",
  "data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=open]:zoom-in-97 duration-100",
].join(" ");

/** One line of such a list. */
export const itemClass = [
  "relative flex min-h-8 cursor-pointer items-center gap-2 rounded-sm px-2 py-1.5 text-sm outline-none select-none",
  "focus:bg-hover data-disabled:pointer-events-none data-disabled:opacity-50 data-highlighted:bg-hover",
  "[&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted-foreground",
].join(" ");
