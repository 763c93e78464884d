// @vitest-environment node
import { describe, expect, it } from "vitest";
import { isOwnOrigin } from "./request-origin.server";

describe("isOwnOrigin", () => {
  const own = { method: "POST", host: "desk.example:8443", origin: undefined, fetchSite: undefined };

  it.each([
    ["a read from anywhere", { method: "GET", origin: "https://evil.example" }],
    ["a post from this site", { origin: "https://desk.example:8443" }],
    ["a post from this site behind a proxy that ends TLS", { origin: "http://desk.example:8443" }],
    ["a post from the configured address", { origin: "https://support.example", appUrl: "https://support.example/" }],
    ["a post that the browser calls same-origin", { fetchSite: "same-origin" }],
    ["a program without either header", {}],
  ])("lets pass %s", (_name, request) => {
    expect(isOwnOrigin({ ...own, ...request })).toBe(true);
  });

  it.each([
    ["from another site", { origin: "https://evil.example" }],
    ["from a site whose name begins alike", { origin: "https://desk.example:8443.evil.example" }],
    ["from another port", { origin: "https://desk.example" }],
    ["from a frame without an origin", { origin: "null" }],
    ["from a neighbour site without Origin", { fetchSite: "same-site" }],
    ["from another site without Origin", { fetchSite: "cross-site" }],
    ["by another method", { method: "DELETE", origin: "https://evil.example" }],
    ["from another scheme than the configured address", { origin: "http://support.example", appUrl: "https://support.example" }],
  ])("refuses a post %s", (_name, request) => {
    expect(isOwnOrigin({ ...own, ...request })).toBe(false);
  });
});
