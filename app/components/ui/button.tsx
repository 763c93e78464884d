import { forwardRef, type ButtonHTMLAttributes } from "react";
import { cn } from "~/lib/cn";
import { buttonVariants, type ButtonVariantProps } from "./button-variants";
import { Spinner } from "./spinner";

export type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> &
  ButtonVariantProps & {
    /** Work is under way: the button keeps its size and the focus, shows a spinner, and does nothing when pressed. */
    isPending?: boolean;
  };

/** A button. `type` is "button" unless said otherwise: a forgotten type must not send a form. */
export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(
  { className, variant, size, isPending = false, type = "button", children, onClick, ...props },
  ref,
) {
  return (
    <button
      ref={ref}
      type={type}
      className={cn(buttonVariants({ variant, size }), isPending && "relative cursor-progress", className)}
      aria-busy={isPending || undefined}
      onClick={(event) => {
        if (isPending) event.preventDefault();
        else onClick?.(event);
      }}
      {...props}
    >
      {isPending ? (
        <>
          {/* Transparent, not hidden: the button keeps its name for those who listen. */}
          <span className="inline-flex items-center gap-2 opacity-0">{children}</span>
          <span className="absolute inset-0 grid place-items-center">
            <Spinner />
          </span>
        </>
      ) : (
        children
      )}
    </button>
  );
});
