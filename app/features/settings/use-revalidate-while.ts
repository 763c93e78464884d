import { useRevalidator } from "@remix-run/react";
import { useEffect } from "react";

/** Asks for the page's data again every two seconds while something is under way and the page is seen. */
export function useRevalidateWhile(isUnderWay: boolean): void {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (!isUnderWay || state !== "idle") return;
    const timer = setTimeout(() => {
      if (!document.hidden) revalidate();
    }, 2000);
    const onVisible = () => {
      if (!document.hidden) revalidate();
    };
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onVisible);
    };
  }, [isUnderWay, revalidate, state]);
}
