import { CloudOff, LockKeyhole, RefreshCw, WifiOff } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import { m } from "~/lib/i18n/messages";
import { useIsOffline } from "~/lib/realtime/wake";
import type { FeedSnapshot } from "./feed-snapshot";

/** A page that connects within this time says nothing: milliseconds. */
const patienceMs = 2000;

/**
 * How it stands with the connection, over the top of the conversation; nothing while all is well.
 *
 * @param props.waiting how many lines of this person are not sent yet
 */
export function ConnectionBanner(props: Pick<FeedSnapshot, "status" | "problem" | "isPolled"> & { waiting: number }) {
  const { status, problem, isPolled, waiting } = props;
  const isOffline = useIsOffline();
  const isLate = useIsLate(status !== "live");
  return (
    <div role="status" className="pointer-events-none absolute inset-x-0 top-2 z-20 flex justify-center px-4">
      {problem === "signed_out" ? (
        <Strip icon={<LockKeyhole />} tone="warning">
          {m.room_signed_out()}{" "}
          <a href="" className="font-semibold underline underline-offset-2">
            {m.room_signed_out_way()}
          </a>
        </Strip>
      ) : problem === "gone" ? (
        <Strip icon={<CloudOff />} tone="warning">
          {m.room_gone()}
        </Strip>
      ) : isOffline ? (
        <Strip icon={<WifiOff />} tone="warning">
          {waiting > 0 ? m.room_offline_waiting({ count: waiting }) : m.room_offline()}
        </Strip>
      ) : isPolled ? (
        <Strip icon={<RefreshCw />} tone="info">
          {m.room_delayed()}
        </Strip>
      ) : isLate && status !== "live" ? (
        <Strip icon={<RefreshCw className="animate-spin [animation-duration:2s]" />} tone="info">
          {status === "connecting"
            ? m.room_connecting()
            : waiting > 0
              ? m.room_reconnecting_waiting({ count: waiting })
              : m.room_reconnecting()}
        </Strip>
      ) : null}
    </div>
  );
}

const tones = { warning: "bg-warning-soft text-warning-ink", info: "bg-info-soft text-info-ink" };

function Strip({ icon, tone, children }: { icon: ReactNode; tone: keyof typeof tones; children: ReactNode }) {
  return (
    <p
      className={`pointer-events-auto flex animate-in items-center gap-2 rounded-full px-3.5 py-1.5 text-xs font-medium shadow-md fade-in-0 slide-in-from-top-1 [&>svg]:size-3.5 [&>svg]:shrink-0 ${tones[tone]}`}
    >
      {icon}
      <span>{children}</span>
    </p>
  );
}

function useIsLate(isWaiting: boolean): boolean {
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => setIsLate(true), patienceMs);
    return () => {
      clearTimeout(timer);
      setIsLate(false);
    };
  }, [isWaiting]);
  return isLate;
}
