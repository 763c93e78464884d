import { PictureForm } from "~/components/forms/picture-form";
import { WorkspaceTile } from "~/features/workspaces/workspace-tile";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import type { WorkspaceDraft, WorkspacePictures as Pictures } from "~/lib/supabase/workspace-types";
import { PolicySection } from "./policy-section";
import type { PictureRefusal } from "./workspace-pictures.server";

const intents = { set: "set-workspace-picture", remove: "remove-workspace-picture" };
const frame = "grid h-16 w-40 shrink-0 place-items-center rounded-lg border border-border p-2";

/** The logo at the head of the portal, and the icon for small places. */
export function WorkspacePictures(props: {
  settings: Pick<WorkspaceDraft, "name" | "brand_color">;
  pictures: Pictures;
  refusal: PictureRefusal | undefined;
}) {
  const { settings, pictures, refusal } = props;
  const { logo, own_icon_id: ownIcon, icon_id: shownIcon } = pictures;
  const errorsOf = (kind: PictureRefusal["kind"]) => (refusal?.kind === kind ? refusal.words : undefined);
  const address = (id: string | null | undefined) => (id ? paths.picture(id) : null);
  return (
    <PolicySection title={m.settings_workspace_pictures()} text={m.settings_workspace_pictures_text()}>
      <PictureForm
        key={logo?.picture_id}
        kind="logo"
        label={m.settings_workspace_logo()}
        hint={m.settings_workspace_logo_hint()}
        intents={intents}
        current={address(logo?.picture_id)}
        errors={errorsOf("logo")}
        preview={(src) =>
          src ? (
            <span className={`${frame} bg-paper`}>
              <img src={src} alt={m.settings_workspace_logo()} className="max-h-12 max-w-36" />
            </span>
          ) : (
            <span className={`${frame} text-sm text-muted-foreground`}>{m.settings_workspace_no_logo()}</span>
          )
        }
      />
      <PictureForm
        key={`icon ${ownIcon}`}
        kind="icon"
        label={m.settings_workspace_icon()}
        hint={shownIcon !== null && ownIcon === null ? m.settings_workspace_icon_from_logo() : m.settings_workspace_icon_hint()}
        intents={intents}
        current={address(ownIcon)}
        errors={errorsOf("icon")}
        preview={(src) => (
          <span className={frame}>
            {src ? (
              <span className="grid size-12 place-items-center overflow-hidden rounded-md bg-paper ring-1 ring-border">
                <img src={src} alt={m.settings_workspace_icon()} className="size-full object-contain" />
              </span>
            ) : (
              <WorkspaceTile name={settings.name} brandColor={settings.brand_color} iconId={shownIcon} className="size-12 text-base" />
            )}
          </span>
        )}
      />
    </PolicySection>
  );
}
