import { forwardRef, type HTMLAttributes } from "react";
import { cn } from "~/lib/cn";

type DivProps = HTMLAttributes<HTMLDivElement>;

/** A sheet of paper on the ground of the page. */
export const Card = forwardRef<HTMLDivElement, DivProps>(function Card({ className, ...props }, ref) {
  return <div ref={ref} className={cn("rounded-xl border border-border bg-surface shadow-sm", className)} {...props} />;
});

/** The level says where it stands in the outline of the page; the size stays the same. */
export function CardTitle({ className, level = 2, children, ...props }: HTMLAttributes<HTMLHeadingElement> & { level?: 1 | 2 | 3 }) {
  const Heading = `h${level}` as const;
  return (
    <Heading className={cn("text-base font-semibold tracking-tight", className)} {...props}>
      {children}
    </Heading>
  );
}

export function CardDescription({ className, ...props }: HTMLAttributes<HTMLParagraphElement>) {
  return <p className={cn("text-sm text-muted-foreground", className)} {...props} />;
}
