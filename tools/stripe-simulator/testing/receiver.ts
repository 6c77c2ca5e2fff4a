import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly body: string;
  readonly signature: string;
}

export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  /** Returns the types of the events in order of arrival. */
  types(): string[];
  /** Sets the status of all further answers. */
  answerWith(status: number): void;
  close(): Promise<void>;
}

/** A webhook receiver for tests: stores each body as raw text with its signature. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let status = 200;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const signature = String(request.headers['stripe-signature']);
      received.push({ body: Buffer.concat(chunks).toString('utf8'), signature });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1/stripe/webhook`,
    received,
    types: () => received.map(({ body }) => (JSON.parse(body) as { type: string }).type),
    answerWith: (next) => {
      status = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const POLL_MS = 5;
const GIVE_UP_MS = 10_000;

/** Waits until the condition holds; fails with the description after 10 s. */
export async function eventually(description: string, holds: () => boolean): Promise<void> {
  const deadline = Date.now() + GIVE_UP_MS;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`never happened: ${description}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
