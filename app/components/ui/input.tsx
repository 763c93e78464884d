import { forwardRef, type InputHTMLAttributes } from "react";
import { cn } from "~/lib/cn";
import { controlClass } from "./control-class";

export const Input = forwardRef<HTMLInputElement, InputHTMLAttributes<HTMLInputElement>>(function Input({ className, ...props }, ref) {
  return <input ref={ref} className={cn(controlClass, "h-10 w-full", className)} {...props} />;
});
