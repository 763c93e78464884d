import { Camera, Paperclip } from "lucide-react";
import { useRef, type ReactNode } from "react";
import { buttonVariants } from "~/components/ui/button-variants";
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
      <noscript>
        <input
          type="file"
          name="files"
          multiple
          aria-label={m.room_files_field()}
          className="max-w-full text-sm text-muted-foreground file:me-2 file:h-8 file:rounded-md file:border file:border-border file:bg-surface file:px-3 file:text-foreground"
        />
      </noscript>
    );
  return (
    <>
      <Picker label={m.room_attach()} onFiles={onFiles} onNear={onNear}>
        <Paperclip aria-hidden="true" />
      </Picker>
      <span className="hidden pointer-coarse:contents">
        <Picker label={m.room_take_photo()} isCamera onFiles={onFiles} onNear={onNear}>
          <Camera aria-hidden="true" />
        </Picker>
      </span>
    </>
  );
}

function Picker(props: { label: string; isCamera?: boolean; onFiles: (files: File[]) => void; onNear: () => void; children: ReactNode }) {
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
        className={cn(buttonVariants({ variant: "ghost", size: "icon" }), "text-muted-foreground hover:text-foreground [&_svg]:size-4.5")}
      >
        {children}
      </button>
    </>
  );
}
