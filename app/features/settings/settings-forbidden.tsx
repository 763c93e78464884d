import { buttonVariants } from "~/components/ui/button-variants";
import { m } from "~/lib/i18n/messages";

/** What an agent finds at the address of the settings: whose they are. */
export function SettingsForbidden({ home }: { home: string }) {
  return (
    <section className="mx-auto flex w-full max-w-xl flex-col items-start gap-2 px-6 py-16">
      <p className="text-sm font-medium text-muted-foreground tabular-nums">403</p>
      <h1 className="text-2xl font-semibold tracking-tight">{m.settings_forbidden_title()}</h1>
      <p className="text-pretty text-muted-foreground">{m.settings_forbidden_text()}</p>
      <a href={home} className={`${buttonVariants({ variant: "outline" })} mt-4`}>
        {m.desk_back_to_list()}
      </a>
    </section>
  );
}
