import { cva, type VariantProps } from "class-variance-authority";

/** The look of a button, also for links that look like one: `<Link className={buttonVariants()}>`. */
export const buttonVariants = cva(
  [
    "inline-flex shrink-0 cursor-pointer items-center justify-center gap-2 rounded-md font-medium whitespace-nowrap select-none",
    "transition-colors duration-100 disabled:pointer-events-none disabled:opacity-50 aria-disabled:pointer-events-none aria-disabled:opacity-50",
    "[&_svg]:size-4 [&_svg]:shrink-0",
  ],
  {
    variants: {
      variant: {
        primary: "bg-primary text-primary-foreground shadow-xs hover:bg-primary-hover",
        secondary: "bg-hover text-foreground hover:bg-pressed",
        outline: "border border-border bg-surface text-foreground shadow-xs hover:bg-hover",
        ghost: "text-foreground hover:bg-hover",
        danger: "bg-danger text-danger-foreground shadow-xs hover:bg-danger-hover",
        link: "h-auto px-0 text-primary-ink underline-offset-4 hover:underline",
      },
      size: {
        sm: "h-8 px-3 text-sm",
        md: "h-9 px-4 text-sm",
        lg: "h-11 px-5 text-base",
        icon: "size-9",
        "icon-sm": "size-8",
      },
    },
    defaultVariants: { variant: "primary", size: "md" },
  },
);

export type ButtonVariantProps = VariantProps<typeof buttonVariants>;
