/** One line under the conversation: somebody is typing, or there. Its place is always kept, so that nothing moves. */
export function PresenceLine({ typing, here }: { typing: string | null; here: string | null }) {
  return (
    <p role="status" className="flex min-w-0 items-center gap-2">
      {typing ? (
        <>
          <span aria-hidden="true" className="flex gap-0.5">
            {[0, 150, 300].map((delay) => (
              <span
                key={delay}
                className="size-1.5 animate-bounce rounded-full bg-muted-foreground/70 [animation-duration:900ms]"
                style={{ animationDelay: `${delay}ms` }}
              />
            ))}
          </span>
          <span className="truncate">{typing}</span>
        </>
      ) : here ? (
        <>
          <span aria-hidden="true" className="size-2 shrink-0 rounded-full bg-success" />
          <span className="truncate">{here}</span>
        </>
      ) : null}
    </p>
  );
}
