import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { signatureHeader } from './signature.js';

const ATTEMPT_TIMEOUT_MS = 10_000;
/** Of each address. */
const MAX_SOCKETS = 32;

/** Sends signed bodies to webhook addresses over kept connections. */
export class EndpointClient {
  private readonly http = new HttpAgent({ keepAlive: true, maxSockets: MAX_SOCKETS });
  private readonly https = new HttpsAgent({ keepAlive: true, maxSockets: MAX_SOCKETS });

  constructor(private readonly secret: string) {}

  /** One attempt: true when the receiver answered 2xx within 10 s. Never throws. */
  post(url: URL, body: string): Promise<boolean> {
    return new Promise((resolve) => {
      const isHttps = url.protocol === 'https:';
      const request = (isHttps ? httpsRequest : httpRequest)(url, {
        method: 'POST',
        agent: isHttps ? this.https : this.http,
        timeout: ATTEMPT_TIMEOUT_MS,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks) ropeline-stripe-simulator',
          'stripe-signature': signatureHeader(body, this.secret, Date.now()),
        },
      });
      request.on('timeout', () => request.destroy(new Error('webhook attempt timed out')));
      request.on('error', () => resolve(false));
      request.on('response', (response) => {
        response.resume();
        response.on('error', () => resolve(false));
        response.on('end', () => resolve((response.statusCode ?? 500) < 300));
      });
      request.end(body);
    });
  }

  close(): void {
    this.http.destroy();
    this.https.destroy();
  }
}
