import { useId, type ReactNode } from "react";

/** A part of a page of settings, with its heading and what it is for. */
export function PolicySection(props: { title: string; text?: ReactNode; children: ReactNode }) {
  const { title, text, children } = props;
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-4">
      <div>
        <h3 id={id} className="font-semibold tracking-tight">
          {title}
        </h3>
        {text ? <p className="mt-0.5 max-w-prose text-sm text-pretty text-muted-foreground">{text}</p> : null}
      </div>
      {children}
    </section>
  );
}
