/** The stack's Realtime as a process of its own, so that it can be killed as one. Options come as JSON in REALTIME_OPTIONS. */
import { createServer, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { createRealtime, type RealtimeOptions } from "../../supabase/stack/realtime/server";

const { port, ...options } = JSON.parse(process.env.REALTIME_OPTIONS ?? "") as RealtimeOptions & { port: number };
const realtime = await createRealtime({ ...options, log: (line) => console.log(line) });
const server = createServer((request, response) => realtime.handleRequest(request, response));
server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => realtime.handleUpgrade(request, socket, head));
server.listen(port, "127.0.0.1");
