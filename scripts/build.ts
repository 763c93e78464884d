/** `npm run build`: the app for production, unless the build at hand was made from these very sources. */
import { root, say } from "./support/backend";
import { ensureBuild } from "./support/build";

await ensureBuild(root, say);
