/**
 * The policy of an HTML page. Scripts run by nonce only; the browser talks to this site and to Supabase.
 * Images come from here and from the page itself (a file that is about to be sent), never from Storage. Styles keep
 * 'unsafe-inline': the toaster inserts a <style> element, and a workspace's brand colour is a style attribute.
 */
export function contentSecurityPolicy(options: { nonce: string; supabaseUrl: string; isDevelopment: boolean }): string {
  const http = new URL(options.supabaseUrl);
  const socket = new URL(http);
  socket.protocol = http.protocol === "https:" ? "wss:" : "ws:";
  const directives = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${options.nonce}' 'strict-dynamic'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob:",
    "font-src 'self'",
    // Vite's hot reload has a socket of its own.
    `connect-src 'self' ${http.origin} ${socket.origin}${options.isDevelopment ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  return directives.join("; ");
}
