/** A conversation without words: what a ticket looks like here. Decoration. */
export function StartPicture() {
  return (
    <div aria-hidden="true" className="relative mx-auto w-full max-w-md select-none max-lg:hidden">
      <div className="rounded-2xl border border-border bg-surface p-5 shadow-lg">
        <div className="flex items-center gap-3 border-b border-border pb-4">
          <span className="size-9 rounded-full bg-primary-soft" />
          <span className="flex flex-1 flex-col gap-2">
            <Line className="w-32 bg-pressed" />
            <Line className="w-20" />
          </span>
          <span className="h-5.5 w-16 rounded-full bg-success-soft" />
        </div>
        <div className="flex flex-col gap-3 pt-5">
          <Bubble isOwn widths={["w-44", "w-28"]} />
          <Bubble widths={["w-36"]} />
          <Bubble widths={["w-52", "w-40"]} />
          <Bubble isOwn widths={["w-20"]} />
        </div>
        <div className="mt-5 flex h-11 items-center justify-between rounded-lg border border-border ps-4 pe-1.5">
          <Line className="w-24" />
          <span className="size-8 rounded-md bg-primary" />
        </div>
      </div>
    </div>
  );
}

function Line({ className }: { className: string }) {
  return <span className={`block h-2 rounded-full ${className.includes("bg-") ? className : `${className} bg-hover`}`} />;
}

function Bubble({ isOwn = false, widths }: { isOwn?: boolean; widths: readonly string[] }) {
  return (
    <span className={`flex w-fit flex-col gap-2 rounded-xl px-4 py-3.5 ${isOwn ? "self-end bg-primary" : "bg-hover"}`}>
      {widths.map((width) => (
        <Line key={width} className={`${width} ${isOwn ? "bg-primary-foreground/45" : "bg-pressed"}`} />
      ))}
    </span>
  );
}
