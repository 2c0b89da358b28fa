// A receiver of Ombud's webhooks: Node.js 18 or newer, nothing to install. Copy it and change `handle`.
//
// WEBHOOK_SECRET=whsec_… node receiver.mjs 8080

import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const SECRET = process.env.WEBHOOK_SECRET;
const TOLERANCE_SECONDS = 5 * 60;
const LARGEST_BODY = 1024 * 1024;

const seen = new Set(); // keep these ids in your database instead, in the transaction of what you do with the event

// Do what the event asks for: `display` says what may be shown of the comment now.
async function handle(event) {
  const { comment } = event.data;
  console.log(event.type, comment.id, comment.display);
}

// Whether Ombud sent this body, within the last minutes (Standard Webhooks 1.0.0).
function isGenuine(headers, body) {
  const id = headers["webhook-id"] ?? "";
  const sentAt = headers["webhook-timestamp"] ?? "";
  if (!/^\d+$/.test(sentAt) || Math.abs(Date.now() / 1000 - Number(sentAt)) > TOLERANCE_SECONDS) {
    return false;
  }
  const key = Buffer.from(SECRET.replace(/^whsec_/, ""), "base64");
  const expected = createHmac("sha256", key).update(`${id}.${sentAt}.`).update(body).digest();
  // There are two signatures while a secret is being changed.
  return (headers["webhook-signature"] ?? "").split(" ").some((one) => {
    if (!one.startsWith("v1,")) return false;
    const given = Buffer.from(one.slice(3), "base64");
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

// The raw bytes, as they were signed; undefined where there are too many.
async function read(request) {
  const pieces = [];
  let length = 0;
  for await (const piece of request) {
    length += piece.length;
    if (length > LARGEST_BODY) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

// 204 once the event is dealt with; anything else, and Ombud sends it again later.
async function answer(request) {
  if (request.method !== "POST") return 405;
  const body = await read(request);
  if (body === undefined) return 413;
  if (!isGenuine(request.headers, body)) return 401;
  const id = request.headers["webhook-id"];
  if (!seen.has(id)) {
    // an event can come twice
    await handle(JSON.parse(body));
    seen.add(id);
  }
  return 204;
}

createServer((request, response) => {
  answer(request)
    .catch(() => 500)
    .then((status) => response.writeHead(status).end());
}).listen(Number(process.argv[2]), "127.0.0.1");
