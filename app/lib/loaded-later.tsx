import { useEffect, useRef, useState, type ComponentType, type ReactNode } from "react";

/**
 * A component whose code comes when it is shown. Where that cannot be had (no network, a newer build of the site), whoever
 * shows it is told and takes it away again; next time it is asked for anew. React's own `lazy` would take the page down with it.
 *
 * @param load an `import()` of a file whose default export the component is
 */
export function loadedLater<Props extends object>(load: () => Promise<{ default: ComponentType<Props> }>) {
  let loaded: ComponentType<Props> | null = null;
  /**
   * @param props.onNotLoaded it cannot be shown now
   * @param props.meanwhile shown until it is here
   */
  return function LoadedLater({ onNotLoaded, meanwhile = null, ...props }: Props & { onNotLoaded: () => void; meanwhile?: ReactNode }) {
    const [Component, setComponent] = useState(() => loaded);
    const tell = useRef(onNotLoaded);
    useEffect(() => {
      tell.current = onNotLoaded;
    });
    useEffect(() => {
      if (Component) return;
      let isGone = false;
      load().then(
        ({ default: found }) => {
          loaded = found;
          if (!isGone) setComponent(() => found);
        },
        () => {
          if (!isGone) tell.current();
        },
      );
      return () => {
        isGone = true;
      };
    }, [Component]);
    return Component ? <Component {...(props as unknown as Props)} /> : meanwhile;
  };
}
