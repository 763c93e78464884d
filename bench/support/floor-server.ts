/**
 * The floor of a message's way: a bare Node server whose POST does the same insert under row-level security on a direct
 * connection, then sends one frame to whoever listens on its WebSocket.
 * Environment: PORT, DATABASE_URL, USER_ID (who sends), ROOM_ID.
 */
import { createServer } from "node:http";
import pg from "pg";
import { WebSocketServer } from "ws";
import { asPerson } from "./database";

const { PORT = "", DATABASE_URL = "", USER_ID = "", ROOM_ID = "" } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 4 });
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
  const values = [ROOM_ID, form.get("body") ?? "", form.get("client_id") ?? ""].map((value) => pg.escapeLiteral(value));
  const client = await pool.connect();
  try {
    const { rows } = await asPerson(client, USER_ID, `select * from public.send_message(${values.join(", ")})`);
    const line = JSON.stringify(rows[0]);
    for (const socket of sockets.clients) socket.send(line);
    return line;
  } finally {
    client.release();
  }
}

server.listen(Number(PORT), "127.0.0.1");
