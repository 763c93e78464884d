import { useSyncExternalStore } from "react";

/**
 * Calls back when the page may have missed something: it became visible, the network came back, or it returned
 * from the browser's back-forward cache.
 *
 * @returns a function that stops it
 */
export function onWake(callback: () => void): () => void {
  const whenVisible = () => {
    if (document.visibilityState === "visible") callback();
  };
  window.addEventListener("online", callback);
  window.addEventListener("pageshow", callback);
  document.addEventListener("visibilitychange", whenVisible);
  return () => {
    window.removeEventListener("online", callback);
    window.removeEventListener("pageshow", callback);
    document.removeEventListener("visibilitychange", whenVisible);
  };
}

function subscribeToNetwork(callback: () => void): () => void {
  window.addEventListener("online", callback);
  window.addEventListener("offline", callback);
  return () => {
    window.removeEventListener("online", callback);
    window.removeEventListener("offline", callback);
  };
}

/** True while the device says that it has no network. */
export function useIsOffline(): boolean {
  return useSyncExternalStore(
    subscribeToNetwork,
    () => !navigator.onLine,
    () => false,
  );
}
