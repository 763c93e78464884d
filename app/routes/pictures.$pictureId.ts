import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { callDatabase } from "~/lib/database-errors";
import { orStatus } from "~/lib/responses.server";
import { visitor } from "~/lib/supabase/visitor.server";

/**
 * A logo, an icon or a face. Asked as anybody and kept by browsers and by what stands between: a portal is public, and a
 * face has an id that nobody guesses, which its colleagues and their customers alone are told; another picture has
 * another id (docs/security-pitfalls.md, 33). One that was taken away is not here any more, and gone from caches within
 * a week.
 */
export async function loader({ params }: LoaderFunctionArgs) {
  const pictureId = z.guid().safeParse(params.pictureId);
  const rows = pictureId.success ? await orStatus(callDatabase(visitor.rpc("get_picture", { picture_id: pictureId.data }))) : [];
  const picture = rows[0];
  if (!picture) return new Response(null, { status: 404, headers: { "Cache-Control": "no-store" } });
  const body = Buffer.from(picture.content, "base64");
  return new Response(body, {
    headers: {
      // By its bytes, as the database read them; the server says `nosniff` with every answer.
      "Content-Type": picture.content_type,
      "Content-Length": String(body.length),
      "Content-Security-Policy": "default-src 'none'; sandbox",
      "Cache-Control": "public, max-age=604800, immutable, no-transform",
    },
  });
}
