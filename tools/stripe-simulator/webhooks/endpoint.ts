import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { KeptConnection } from './kept-connection.js';
import { signatureHeader } from './signature.js';

const ATTEMPT_TIMEOUT_MS = 10_000;
/** Kept connections per address; an attempt beyond them opens a connection that is not kept. */
const MAX_KEPT = 32;
const TYPE = 'application/json; charset=utf-8';
const AGENT = 'Stripe/1.0 (+https://stripe.com/docs/webhooks) ropeline-stripe-simulator';
const HTTP_PORT = 80;
/** Shorter than receivers keep an idle connection (Node: 5 s), so that none is closed during a request. */
const KEPT_MS = 3_000;

/** Sends signed bodies to webhook addresses over keep-alive connections. */
export class EndpointClient {
  private readonly https = new HttpsAgent({ keepAlive: true, maxSockets: MAX_KEPT });
  /** Idle connections per plain-http address. */
  private readonly idle = new Map<string, KeptConnection[]>();
  private readonly busy = new Set<KeptConnection>();

  constructor(private readonly secret: string) {}

  /** Makes one attempt; returns true if the receiver answered 2xx within 10 s. Never throws. */
  post(url: URL, body: string): Promise<boolean> {
    const signature = signatureHeader(body, this.secret, Date.now());
    return url.protocol === 'https:' ? this.postSecure(url, body, signature) : this.postPlain(url, body, signature);
  }

  close(): void {
    this.https.destroy();
    for (const connection of [...this.busy, ...[...this.idle.values()].flat()]) connection.close();
    this.idle.clear();
  }

  private postPlain(url: URL, body: string, signature: string): Promise<boolean> {
    const connection = this.connectionTo(url);
    this.busy.add(connection);
    const request =
      `POST ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\ncontent-type: ${TYPE}\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nuser-agent: ${AGENT}\r\nstripe-signature: ${signature}\r\n\r\n${body}`;
    return new Promise((resolve) => {
      connection.send(request, (status) => {
        this.busy.delete(connection);
        this.keep(url, connection);
        resolve(isSuccess(status));
      });
    });
  }

  private connectionTo({ host, hostname, port }: URL): KeptConnection {
    const kept = this.idle.get(host) ?? [];
    for (let found = kept.pop(); found; found = kept.pop()) {
      if (found.usable && Date.now() - found.usedAtMs < KEPT_MS) return found;
      found.close();
    }
    const bare = hostname.replace(/^\[|\]$/g, '');
    return new KeptConnection(bare, port === '' ? HTTP_PORT : Number(port), ATTEMPT_TIMEOUT_MS);
  }

  private keep({ host }: URL, connection: KeptConnection): void {
    if (!connection.usable) return;
    const kept = this.idle.get(host) ?? [];
    this.idle.set(host, kept);
    if (kept.length < MAX_KEPT) kept.push(connection);
    else connection.close();
  }

  private postSecure(url: URL, body: string, signature: string): Promise<boolean> {
    return new Promise((resolve) => {
      const request = httpsRequest(url, {
        method: 'POST',
        agent: this.https,
        timeout: ATTEMPT_TIMEOUT_MS,
        headers: {
          'content-type': TYPE,
          'content-length': Buffer.byteLength(body),
          'user-agent': AGENT,
          'stripe-signature': signature,
        },
      });
      request.on('timeout', () => request.destroy(new Error('webhook attempt timed out')));
      request.on('error', () => resolve(false));
      request.on('response', (response) => {
        response.resume();
        response.on('error', () => resolve(false));
        response.on('end', () => resolve(isSuccess(response.statusCode ?? null)));
      });
      request.end(body);
    });
  }
}

const isSuccess = (status: number | null): boolean => status !== null && status >= 200 && status < 300;
