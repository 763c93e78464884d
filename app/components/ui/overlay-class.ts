/** The veil behind a dialog or a sheet. */
export const overlayClass = [
  "fixed inset-0 z-50 bg-overlay",
  "data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=closed]:animate-out data-[state=closed]:fade-out-0",
].join(" ");
