import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocketServer } from 'ws';

/**
 * Lower bound for a websocket server: accepts every connection and writes one pre-built frame to all.
 * `POST /broadcast` sends its body.
 */
const connections = new Set<Socket>();
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const frame = textFrame(Buffer.concat(chunks));
    response.end();
    for (const connection of connections) connection.write(frame);
  });
});

const websockets = new WebSocketServer({ server, perMessageDeflate: false, clientTracking: false });
websockets.on('connection', (websocket, { socket }) => {
  connections.add(socket);
  websocket.on('message', () => undefined);
  websocket.on('error', () => undefined);
  websocket.on('close', () => connections.delete(socket));
});

const MEDIUM = 126;
function textFrame(payload: Buffer): Buffer {
  if (payload.length < MEDIUM || payload.length > 0xffff) throw new Error('the baseline supports 126 to 65,535 bytes');
  const head = Buffer.from([0x81, MEDIUM, payload.length >> 8, payload.length & 0xff]);
  return Buffer.concat([head, payload]);
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address) process.stdout.write(`Ready at http://127.0.0.1:${address.port}\n`);
});
process.once('SIGTERM', () => process.exit(0));
