/** The look that all typed-in controls share. The edge is dark enough (3:1) to be seen as an edge. */
export const controlClass = [
  "min-w-0 rounded-md border border-input bg-surface px-3 text-foreground shadow-xs transition-[border-color,box-shadow] duration-100",
  "placeholder:text-muted-foreground hover:border-muted-foreground",
  "focus-visible:border-ring focus-visible:ring-3 focus-visible:ring-ring/25 focus-visible:outline-hidden",
  "aria-invalid:border-danger aria-invalid:focus-visible:ring-danger/25",
  "disabled:cursor-not-allowed disabled:bg-sunken disabled:text-muted-foreground",
].join(" ");
