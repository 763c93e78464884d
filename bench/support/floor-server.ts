/**
 * The floor of a message's way: a bare Node server whose POST inserts the same row under row-level security on a direct
 * connection, then sends one frame to everybody who listens on its WebSocket.
 * Environment: PORT, DATABASE_URL, ROOM (JSON of a `BareRoom`); without ROOM nothing is inserted.
 */
import { createServer } from "node:http";
import pg from "pg";
import { WebSocketServer } from "ws";
import { insertBare, type BareRoom } from "./bare-insert";

const { PORT = "", DATABASE_URL = "", ROOM = "" } = process.env;
const room = ROOM ? (JSON.parse(ROOM) as BareRoom) : undefined;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 4 });
let seq = 0;

const server = createServer((request, response) => {
  if (request.method !== "POST") return void response.end();
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    void post(new URLSearchParams(Buffer.concat(chunks).toString())).then((line) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(line);
    });
  });
});
const sockets = new WebSocketServer({ server });

async function post(form: URLSearchParams): Promise<string> {
  const [body, clientId] = [form.get("body") ?? "", form.get("client_id") ?? ""];
  const row = { seq: ++seq, clientId, body };
  if (room) {
    const client = await pool.connect();
    try {
      await insertBare(client, room, row);
    } finally {
      client.release();
    }
  }
  // As long as the line that the product pushes.
  const line = JSON.stringify({ ...row, client_id: clientId, padding: "x".repeat(500) });
  for (const socket of sockets.clients) socket.send(line);
  return line;
}

server.listen(Number(PORT), "127.0.0.1");
