import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';

/** An event whose signature was verified. */
export interface VerifiedEvent {
  id: string;
  type: string;
  sequence: number;
  data: unknown;
}
export interface InboxTerms {
  port: number;
  /** `whsec_` followed by base64, in the format in which partners receive an endpoint's secret. */
  secret: string;
  onEvent: (event: VerifiedEvent) => void;
  onRefused: (reason: string) => void;
}
export interface RunningInbox {
  url: string;
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 256 * 1024;
/** Webhooks may be delivered twice: this many ids are remembered for deduplication. */
const REMEMBERED_IDS = 10_000;
/** Events shown to a browser. */
const SHOWN = 50;

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Whoever opens the address in a browser reads what it is for, and what came last. */
function showLatest(response: ServerResponse, latest: readonly VerifiedEvent[]): void {
  const lines = latest.map(({ sequence, type, data }) => `#${sequence} ${type} ${JSON.stringify(data)}`);
  const text = ["A partner's receiver of webhooks. Verified events, the latest first:", '', ...lines].join('\n');
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}

/**
 * A minimal partner's receiver: verifies signatures with the published Standard Webhooks library and reports events.
 */
export async function startInbox(terms: InboxTerms): Promise<RunningInbox> {
  const webhook = new Webhook(terms.secret);
  const seen = new Set<string>();
  const latest: VerifiedEvent[] = [];

  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method === 'GET') return showLatest(response, latest);
    if (request.method !== 'POST') return void response.writeHead(405, { allow: 'GET, POST' }).end();
    const body = await readBody(request);
    if (body === null) return void response.writeHead(413).end();
    const id = String(request.headers['webhook-id']);
    try {
      const event = webhook.verify(body, {
        'webhook-id': id,
        'webhook-timestamp': String(request.headers['webhook-timestamp']),
        'webhook-signature': String(request.headers['webhook-signature']),
      }) as { type: string; sequence: number; data: unknown };
      if (!seen.has(id)) {
        const verified = { id, type: event.type, sequence: event.sequence, data: event.data };
        latest.unshift(verified);
        latest.splice(SHOWN);
        terms.onEvent(verified);
      }
      seen.add(id);
      for (const oldest of seen) {
        if (seen.size <= REMEMBERED_IDS) break;
        seen.delete(oldest);
      }
      response.writeHead(204).end();
    } catch (error) {
      const verified = !(error instanceof WebhookVerificationError);
      terms.onRefused(error instanceof Error ? error.message : String(error));
      response.writeHead(verified ? 500 : 401).end();
    }
  };

  const server: Server = createServer((request, response) => {
    receive(request, response).catch(() => response.destroy());
  });
  server.requestTimeout = 10_000;
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(terms.port, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the inbox is not listening');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  };
}
