/** What `server.js` makes afresh for every request and hands to loaders, actions and the renderer. */
declare module "@remix-run/server-runtime" {
  interface AppLoadContext {
    /** Stands in the log line and in the `X-Request-Id` header. */
    requestId: string;
    /** For the Content-Security-Policy of this response. */
    nonce: string;
    /** `Set-Cookie` headers put here are sent with the response, whatever kind it is. */
    responseHeaders: Headers;
  }
}

export {};
