import type { ReactNode } from "react";

/**
 * A small drawing of strokes, for pages that customers wait for: an icon library brings its own code along.
 * Decoration: say in words beside it what it means.
 *
 * @param props.grid the side of the square that `children` (paths) are drawn in
 */
export function LineIcon(props: { grid?: 16 | 20 | 24; strokeWidth?: number; className?: string; children: ReactNode }) {
  const { grid = 16, strokeWidth = 1.5, className, children } = props;
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${grid} ${grid}`}
      fill="none"
      stroke="currentColor"
      strokeWidth={strokeWidth}
      strokeLinecap="round"
      strokeLinejoin="round"
      className={className}
    >
      {children}
    </svg>
  );
}
