import { buttonVariants } from "~/components/ui/button-variants";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { providerNames, type ProviderName } from "./provider-names";

/** Ways to sign in by another site; nothing where there are none. Plain links: they leave the app. */
export function ProviderLinks({ providers, next }: { providers: ProviderName[]; next: string }) {
  if (providers.length === 0) return null;
  return (
    <div className="mt-6 flex flex-col gap-3 border-t border-border pt-6">
      {providers.map((provider) => (
        <a key={provider} href={paths.signInWith(provider, next)} className={buttonVariants({ variant: "outline", size: "lg" })}>
          {m.account_sign_in_with({ provider: providerNames[provider] })}
        </a>
      ))}
    </div>
  );
}
