/**
 * Says something to those who listen, without showing it. It stays in the page, empty, so that the first
 * words are heard too; put it outside of what comes and goes.
 *
 * @param props.isUrgent interrupts; for errors only
 */
export function LiveRegion({ message, isUrgent = false }: { message: string; isUrgent?: boolean }) {
  return (
    <div className="sr-only" role={isUrgent ? "alert" : "status"} aria-live={isUrgent ? "assertive" : "polite"} aria-atomic="true">
      {message}
    </div>
  );
}
