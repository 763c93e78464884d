import { LineIcon } from "~/components/ui/line-icon";

/** A small cross that ends something. */
export function CloseButton({ name, onClick }: { name: string; onClick: () => void }) {
  return (
    <button
      type="button"
      aria-label={name}
      title={name}
      onClick={onClick}
      className="-me-1.5 grid size-6 shrink-0 cursor-pointer place-items-center rounded-sm hover:bg-current/10"
    >
      <LineIcon className="size-4">
        <path d="m4 4 8 8m0-8-8 8" />
      </LineIcon>
    </button>
  );
}
