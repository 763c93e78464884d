import { compactVerify } from "jose";
import { isJsonObject, type JsonObject } from "./framing";

/** The claims of a verified token; `role` and `exp` are always there. */
export interface Claims extends JsonObject {
  exp: number;
}

export type TokenFault = "malformed" | "signer" | "signature" | "expired" | "claims" | "invalid";

export interface FaultText {
  /** Reason of a refused join. */
  join: string;
  /** Text of the system message that precedes the close of a joined channel. */
  shutdown: string;
  /** Body of a refused handshake. */
  handshake: string;
  handshakeStatus: number;
}

/** A token that was refused, with the wording each place of the protocol uses for it. */
export class TokenError extends Error {
  constructor(
    readonly fault: TokenFault,
    readonly text: FaultText,
  ) {
    super(text.join);
  }
}

const symmetricAlgorithms = new Set<unknown>(["HS256", "HS384", "HS512"]);
const missingClaims = "Fields `role` and `exp` are required in JWT";
const malformed = "The token provided is not a valid JWT";
const badSignature = "Failed to validate JWT signature";
const noSigner = "Failed to generate JWT signer, check your JWT secret or JWKS configuration";

function fault(kind: Exclude<TokenFault, "expired">): TokenError {
  const texts: Record<typeof kind, FaultText> = {
    malformed: { join: `MalformedJWT: ${malformed}`, shutdown: malformed, handshake: malformed, handshakeStatus: 401 },
    signer: { join: `JwtSignerError: ${noSigner}`, shutdown: noSigner, handshake: noSigner, handshakeStatus: 401 },
    signature: {
      join: `JwtSignatureError: ${badSignature}`,
      // The real server shows its internal name here.
      shutdown: ":signature_error",
      handshake: badSignature,
      handshakeStatus: 401,
    },
    claims: {
      join: `InvalidJWTToken: ${missingClaims}`,
      shutdown: missingClaims,
      handshake: missingClaims,
      handshakeStatus: 401,
    },
    invalid: {
      join: "Unknown Error on Channel",
      shutdown: "Unknown Error on Channel",
      handshake: "Error connecting to Realtime",
      handshakeStatus: 500,
    },
  };
  return new TokenError(kind, texts[kind]);
}

function expired(seconds: number): TokenError {
  const text = `Token has expired ${seconds} seconds ago`;
  return new TokenError("expired", {
    join: `InvalidJWTToken: ${text}`,
    shutdown: text,
    handshake: "Token has expired",
    handshakeStatus: 401,
  });
}

function decodePart(part: string | undefined): JsonObject {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? "", "base64url").toString("utf8"));
    if (isJsonObject(value)) return value;
  } catch {
    // Falls through: every unreadable part is the same fault.
  }
  throw fault("malformed");
}

/** Verifies tokens against the project's secret (HS256, HS384, HS512; no clock leeway). */
export class TokenVerifier {
  readonly #secret: Uint8Array;

  constructor(
    jwtSecret: string,
    private readonly apiKeys: Record<string, string>,
  ) {
    this.#secret = new TextEncoder().encode(jwtSecret);
  }

  /** The JWT behind an API key of the new style (`sb_...`), or the token itself. */
  resolve(token: string): string {
    return Object.hasOwn(this.apiKeys, token) ? (this.apiKeys[token] ?? token) : token;
  }

  /** Answers the claims of a valid token, else throws a TokenError. */
  async verify(rawToken: string, now = Date.now()): Promise<Claims> {
    let token = rawToken.replace(/\s/g, "");
    try {
      token = decodeURIComponent(token);
    } catch {
      throw fault("malformed");
    }
    const parts = token.split(".");
    if (parts.length !== 3) throw fault("malformed");
    const header = decodePart(parts[0]);
    const claims = decodePart(parts[1]);
    if (!symmetricAlgorithms.has(header["alg"])) throw fault("signer");
    try {
      await compactVerify(token, this.#secret);
    } catch {
      throw fault("signature");
    }
    return checkClaims(claims, Math.floor(now / 1000));
  }
}

function checkClaims(claims: JsonObject, nowSeconds: number): Claims {
  const { exp, iat, role } = claims;
  if (exp !== undefined && typeof exp !== "number") throw fault("invalid");
  if (iat !== undefined && typeof iat !== "number") throw fault("invalid");
  if (exp !== undefined && Math.round(exp) <= nowSeconds) throw expired(nowSeconds - Math.round(exp));
  if (exp === undefined || role === undefined) throw fault("claims");
  return { ...claims, exp: Math.round(exp) };
}
