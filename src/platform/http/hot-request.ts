import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';

/** What a hot door without the router may read of a request. */
export type HotRequest = Pick<
  FastifyRequest,
  'id' | 'method' | 'url' | 'headers' | 'ip' | 'params' | 'query' | 'body'
> & {
  routeOptions: { url?: string | undefined };
};

const NOTHING: Readonly<Record<string, string>> = Object.freeze({});

/** A request that did not pass the router. */
export class UnroutedRequest implements HotRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly query = NOTHING;
  body: unknown = undefined;

  constructor(
    readonly id: string,
    private readonly raw: IncomingMessage,
    readonly params: Readonly<Record<string, string>>,
    readonly routeOptions: { url: string },
  ) {
    this.method = raw.method ?? '';
    this.url = raw.url ?? '';
    this.headers = raw.headers;
  }

  get ip(): string {
    return this.raw.socket.remoteAddress ?? '';
  }
}
