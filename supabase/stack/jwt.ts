import { createHmac, timingSafeEqual } from "node:crypto";

export type Claims = Record<string, unknown>;

export type Verdict =
  { kind: "ok"; claims: Claims } | { kind: "malformed"; parts: number } | { kind: "invalid" } | { kind: "expired" } | { kind: "future" };

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const header = encode({ alg: "HS256", typ: "JWT" });

function signature(text: string, secret: string): Buffer {
  return createHmac("sha256", secret).update(text).digest();
}

/** A compact HS256 token of `claims`, which should hold `exp` (seconds). */
export function signJwt(claims: Claims, secret: string): string {
  const text = `${header}.${encode(claims)}`;
  return `${text}.${signature(text, secret).toString("base64url")}`;
}

function decode(part: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString());
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}

/** PostgREST's leeway on the times in a token, in seconds. */
const LEEWAY = 30;

/**
 * Judges a token as PostgREST does: HS256 only, 30 seconds of leeway.
 * @param now seconds since the epoch.
 */
export function verifyJwt(token: string, secret: string, now = Date.now() / 1000): Verdict {
  const parts = token.split(".");
  if (parts.length !== 3 || parts.some((part) => part === "")) {
    return { kind: "malformed", parts: Math.max(1, parts.filter((part) => part !== "").length) };
  }
  const [head, body, given] = parts as [string, string, string];
  if (decode(head)?.alg !== "HS256") return { kind: "invalid" };
  const expected = signature(`${head}.${body}`, secret);
  const actual = Buffer.from(given, "base64url");
  if (actual.length !== expected.length || !timingSafeEqual(actual, expected)) return { kind: "invalid" };
  const claims = decode(body);
  if (!claims) return { kind: "invalid" };
  const { exp, nbf, iat } = claims;
  if (exp !== undefined && (typeof exp !== "number" || exp < now - LEEWAY)) return { kind: "expired" };
  if (typeof nbf === "number" && nbf > now + LEEWAY) return { kind: "future" };
  if (typeof iat === "number" && iat > now + LEEWAY) return { kind: "future" };
  return { kind: "ok", claims };
}
