import { useRef } from "react";
import { buttonVariants } from "~/components/ui/button-variants";
import { LineIcon } from "~/components/ui/line-icon";
import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import { useHydrated } from "~/lib/use-hydrated";

/**
 * Chooses files; on a phone also takes a photo. Without JavaScript it is a field of the form.
 *
 * @param props.onNear somebody is about to use it
 */
export function AttachmentButton({ onFiles, onNear }: { onFiles: (files: File[]) => void; onNear: () => void }) {
  const isHydrated = useHydrated();
  if (!isHydrated)
    return (
      <>
        <span className="size-9" />
        <noscript>
          <input
            type="file"
            name="files"
            multiple
            aria-label={m.room_files_field()}
            className="max-w-full text-sm text-muted-foreground file:me-2 file:h-8 file:rounded-md file:border file:border-border file:bg-surface file:px-3 file:text-foreground"
          />
        </noscript>
      </>
    );
  return (
    <>
      <Picker label={m.room_attach()} onFiles={onFiles} onNear={onNear}>
        <path d="m13.2 7.4-5.5 5.5a3.4 3.4 0 0 1-4.8-4.8l5.9-5.9a2.3 2.3 0 0 1 3.2 3.2l-5.9 5.9a1.1 1.1 0 0 1-1.6-1.6l5.3-5.3" />
      </Picker>
      <Picker label={m.room_take_photo()} isCamera onFiles={onFiles} onNear={onNear}>
        <path d="M2 5.3h2.2L5.4 3.5h5.2l1.2 1.8H14v7.4H2z" />
        <circle cx="8" cy="8.8" r="2.3" />
      </Picker>
    </>
  );
}

function Picker(props: {
  label: string;
  isCamera?: boolean;
  onFiles: (files: File[]) => void;
  onNear: () => void;
  children: React.ReactNode;
}) {
  const { label, isCamera = false, onFiles, onNear, children } = props;
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={field}
        type="file"
        hidden
        multiple={!isCamera}
        {...(isCamera && { accept: "image/*", capture: "environment" })}
        onChange={({ target }) => {
          const files = [...(target.files ?? [])];
          // The same file can be chosen again.
          target.value = "";
          if (files.length > 0) onFiles(files);
        }}
      />
      <button
        type="button"
        aria-label={label}
        title={label}
        onClick={() => field.current?.click()}
        onPointerEnter={onNear}
        onFocus={onNear}
        className={cn(
          buttonVariants({ variant: "ghost", size: "icon" }),
          "rounded-lg text-muted-foreground",
          isCamera && "hidden pointer-coarse:inline-flex",
        )}
      >
        <LineIcon className="size-4">{children}</LineIcon>
      </button>
    </>
  );
}
