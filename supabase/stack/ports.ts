import { createServer } from "node:net";

/**
 * The addresses of a stack. Below 32768 on purpose: from there on systems hand ports out to outgoing connections, and
 * one that was used by such a connection cannot be listened on for a minute.
 */
export type Ports = { api: number; database: number; mail: number; smtp: number };

export const PREFERRED_PORTS: Ports = { api: 24321, database: 24322, mail: 24324, smtp: 24325 };

const LOWEST = 20_000;
const HIGHEST = 32_767;

/** Whether a server could listen on 127.0.0.1:`port` now. */
export async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host: "127.0.0.1", exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** A free port below 32768, none of `taken`. */
export async function freePort(taken: ReadonlySet<number> = new Set()): Promise<number> {
  // A random start keeps stacks that start at the same moment out of each other's way.
  const offset = Math.floor(Math.random() * (HIGHEST - LOWEST));
  for (let step = 0; step <= HIGHEST - LOWEST; step += 1) {
    const port = LOWEST + ((offset + step) % (HIGHEST - LOWEST + 1));
    if (!taken.has(port) && (await isFree(port))) return port;
  }
  throw new Error(`No port between ${LOWEST} and ${HIGHEST} is free.`);
}

/**
 * Chooses a port: `fixed` must be free, `preferred` is given up with a line to `log` if it is not.
 * @param label what it is for, in words. @throws if `fixed` is in use.
 */
export async function choosePort(
  { label, fixed, preferred }: { label: string; fixed?: number | undefined; preferred?: number | undefined },
  taken: Set<number>,
  log: (line: string) => void,
): Promise<number> {
  if (fixed !== undefined) {
    if (!(await isFree(fixed))) throw new Error(`Port ${fixed}, set for the ${label}, is in use. Free it or set another.`);
    taken.add(fixed);
    return fixed;
  }
  if (preferred !== undefined && !taken.has(preferred) && (await isFree(preferred))) {
    taken.add(preferred);
    return preferred;
  }
  const port = await freePort(taken);
  taken.add(port);
  if (preferred !== undefined) log(`Port ${preferred} is in use, so the ${label} listens on ${port}.`);
  return port;
}
