import { Search } from "lucide-react";
import { buttonVariants } from "~/components/ui/button-variants";
import { EmptyState } from "~/components/ui/empty-state";
import { Input } from "~/components/ui/input";
import { m } from "~/lib/i18n/messages";
import { maxQueryLength, mergeHits, type SearchPage as Found } from "./room-search";
import { SearchHits } from "./search-hits";

/**
 * Search in a room as a page of its own, which needs no JavaScript.
 *
 * @param props.heading h2 where the page has a title of its own
 */
export function SearchPage(props: {
  found: Found;
  roomUrl: string;
  messageUrl: (seq: number) => string;
  moreUrl: string;
  heading?: "h1" | "h2";
}) {
  const { found, roomUrl, messageUrl, moreUrl, heading: Heading = "h1" } = props;
  const hits = mergeHits(found);
  return (
    <section aria-label={m.room_search()} className="flex min-w-0 flex-col gap-5">
      <Heading className="text-xl font-semibold tracking-tight">{m.room_search()}</Heading>
      <search>
        <form method="get" className="flex gap-2">
          <Input
            type="search"
            name="q"
            defaultValue={found.query}
            maxLength={maxQueryLength}
            dir="auto"
            aria-label={m.room_search()}
            placeholder={m.room_search_placeholder()}
          />
          <button type="submit" className={buttonVariants({ size: "lg", className: "h-10" })}>
            <Search aria-hidden="true" />
            {m.room_search_submit()}
          </button>
        </form>
      </search>
      {hits.length > 0 ? (
        <SearchHits hits={hits} query={found.query} hrefOf={messageUrl} />
      ) : found.query !== "" && found.next === null ? (
        <EmptyState icon={<Search />} title={m.room_search_none({ query: found.query })} />
      ) : null}
      <div className="flex flex-wrap gap-2">
        {found.query !== "" && found.next !== null ? (
          <a href={moreUrl} className={buttonVariants({ variant: "outline" })}>
            {m.room_search_more()}
          </a>
        ) : null}
        <a href={roomUrl} className={buttonVariants({ variant: "ghost" })}>
          {m.room_search_back()}
        </a>
      </div>
    </section>
  );
}
