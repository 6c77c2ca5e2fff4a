import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyRequest } from 'fastify';

/** What a hot door without the router may read of a request. */
export type HotRequest = Pick<
  FastifyRequest,
  'id' | 'method' | 'url' | 'headers' | 'ip' | 'socket' | 'params' | 'query' | 'body'
> & {
  routeOptions: { url?: string | undefined };
};

/** What a hot door may say besides its body. */
export interface HotReply {
  status(status: number): unknown;
  /** Each name once. */
  header(name: string, value: string): unknown;
}

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

  get socket(): Socket {
    return this.raw.socket;
  }
}

/** What a door without the router has said so far. */
export class UnroutedReply implements HotReply {
  code: number | null = null;
  /** Names and values alternating. */
  readonly headers: string[] = [];

  status(status: number): void {
    this.code = status;
  }

  header(name: string, value: string): void {
    this.headers.push(name, value);
  }
}
