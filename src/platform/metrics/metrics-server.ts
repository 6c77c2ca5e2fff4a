import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../config/config.js';
import { ConfigError } from '../config/settings.js';
import { isPortTaken } from '../port-taken.js';
import { Metrics } from './metrics.js';
import { sha256 } from '../tokens/digests.js';

/** Processes on one machine that can each take the next port. */
const PORTS_TRIED = 50;

/** Returns a document, or null while it is unknown. */
type ReadDocument = (query: URLSearchParams) => object | null;

/** Serves /metrics and the documents of other rooms on a port of its own: on loopback, or to holders of the token. */
@Injectable()
export class MetricsServer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private server: Server | null = null;
  private readonly documents = new Map<string, ReadDocument>();

  constructor(
    private readonly config: Config,
    private readonly metrics: Metrics,
  ) {}

  /** The listening address; null if disabled. */
  get url(): string | null {
    const address = this.server?.address();
    return typeof address === 'object' && address !== null
      ? `http://${this.config.metricsHost}:${address.port}/metrics`
      : null;
  }

  offer(path: string, read: ReadDocument): void {
    this.documents.set(path, read);
  }

  async onApplicationBootstrap(): Promise<void> {
    const { metricsPort, metricsPortIsFixed } = this.config;
    if (metricsPort === null) return;
    const last = metricsPortIsFixed ? metricsPort : metricsPort + PORTS_TRIED;
    for (let port = metricsPort; ; port += 1) {
      try {
        this.server = await this.listen(port);
        return;
      } catch (error) {
        if (!isPortTaken(error)) throw error;
        if (port >= last)
          throw new ConfigError(
            `ROPELINE_METRICS_PORT ${port} on ${this.config.metricsHost} is taken by another process`,
          );
      }
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.server?.closeIdleConnections();
    await new Promise((resolve) => (this.server ? this.server.close(resolve) : resolve(undefined)));
  }

  private async listen(port: number): Promise<Server> {
    const server = createServer((request, response) => this.answer(request, response));
    await new Promise<void>((resolve, reject) =>
      server.once('error', reject).listen(port, this.config.metricsHost, resolve),
    );
    return server;
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const [path = '', query = ''] = (request.url ?? '').split('?');
    const document = this.documents.get(path);
    if (path !== '/metrics' && !document) return void response.writeHead(404).end();
    if (!this.mayRead(request.headers.authorization))
      return void response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
    if (document) return answerDocument(response, document(new URLSearchParams(query)));
    void this.metrics.read().then(
      (text) => response.writeHead(200, { 'content-type': this.metrics.registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  }

  private mayRead(authorization = ''): boolean {
    const { metricsToken } = this.config;
    return metricsToken === null || timingSafeEqual(sha256(authorization), sha256(`Bearer ${metricsToken}`));
  }
}

function answerDocument(response: ServerResponse, document: object | null): void {
  if (!document) return void response.writeHead(503, { 'retry-after': '10' }).end();
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document));
}
