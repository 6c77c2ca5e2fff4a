import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Metrics } from './metrics.js';

/** Processes on one machine that can each take the next port. */
const PORTS_TRIED = 50;

/** Serves /metrics on its own port: on loopback, or to holders of the token. */
@Injectable()
export class MetricsServer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private server: Server | null = null;

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

  async onApplicationBootstrap(): Promise<void> {
    const { metricsPort, metricsPortIsFixed } = this.config;
    if (metricsPort === null) return;
    const last = metricsPortIsFixed ? metricsPort : metricsPort + PORTS_TRIED;
    for (let port = metricsPort; ; port += 1) {
      try {
        this.server = await this.listen(port);
        return;
      } catch (error) {
        if (port >= last || !isTaken(error)) throw error;
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
    if (request.url !== '/metrics') return void response.writeHead(404).end();
    if (!this.mayRead(request.headers.authorization))
      return void response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
    void this.metrics.read().then(
      (text) => response.writeHead(200, { 'content-type': this.metrics.registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  }

  private mayRead(authorization = ''): boolean {
    const { metricsToken } = this.config;
    return metricsToken === null || timingSafeEqual(digest(authorization), digest(`Bearer ${metricsToken}`));
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
