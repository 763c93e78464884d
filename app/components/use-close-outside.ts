import { useEffect, type RefObject } from "react";

/** Closes an open `<details>` when something outside of it is pressed. */
export function useCloseOutside(details: RefObject<HTMLDetailsElement>): void {
  useEffect(() => {
    const closeOutside = ({ target }: PointerEvent) => {
      if (details.current?.open && target instanceof Node && !details.current.contains(target)) details.current.open = false;
    };
    document.addEventListener("pointerdown", closeOutside);
    return () => document.removeEventListener("pointerdown", closeOutside);
  }, [details]);
}
