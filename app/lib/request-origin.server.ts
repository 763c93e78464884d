/**
 * Whether a request that changes something may pass. Browsers say where a post comes from; a post from
 * another site is refused, whatever cookies it carries. Programs that send neither header are not browsers
 * and have no one's cookies to misuse.
 *
 * @param request.host this site's own host as the browser knows it, with port
 * @param request.appUrl the configured address of the site, equally good
 */
export function isOwnOrigin(request: {
  method: string;
  origin: string | undefined;
  fetchSite: string | undefined;
  host: string | undefined;
  appUrl?: string | undefined;
}): boolean {
  if (["GET", "HEAD", "OPTIONS"].includes(request.method)) return true;
  if (request.origin !== undefined) {
    if (!URL.canParse(request.origin)) return false;
    const { host, origin } = new URL(request.origin);
    return host === request.host?.toLowerCase() || (request.appUrl !== undefined && origin === new URL(request.appUrl).origin);
  }
  return request.fetchSite === undefined || request.fetchSite === "same-origin" || request.fetchSite === "none";
}
