import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MeasureAnswer } from '../metrics/request-metrics.js';
import type { ProblemFilter } from '../problem/problem.filter.js';
import { encodedJson } from './encoded-json.js';
import { type HotReply, type HotRequest, UnroutedReply, UnroutedRequest } from './hot-request.js';
import { requestIds } from './request-id.js';
import { couldBothMatch, ShortPattern } from './short-pattern.js';
import { type Head, headOf, headWith, WholeAnswers } from './whole-answers.js';

/** A hot door as it is called without the router. */
export interface ShortDoor {
  method: 'GET' | 'POST';
  route: string;
  /** Status of its success. */
  status: number;
  /** Returns a valid body, or a promise of it, or throws a refusal; null for a door without a body. */
  read: ((text: string) => unknown) | null;
  /** Carries the call out; whatever it throws is a refusal. */
  call: (request: HotRequest, reply: HotReply) => unknown;
}
interface ShortWayParts {
  problems: Pick<ProblemFilter, 'encode'>;
  measure: MeasureAnswer;
  /** Headers of every answer. */
  headers: Readonly<Record<string, string>>;
}

interface Exchange {
  door: ShortDoor;
  request: UnroutedRequest;
  reply: UnroutedReply;
  response: ServerResponse;
  beganAt: number;
}

/** Larger bodies are left to the router, which refuses them. */
const MAX_BODY = 16 * 1024;
const OF_SUCCESS = { 'cache-control': 'private, no-store', 'content-type': 'application/json; charset=utf-8' };
const JSON_TYPES = new Set([
  'application/json',
  ...['utf-8', 'UTF-8'].flatMap((charset) => [
    `application/json; charset=${charset}`,
    `application/json;charset=${charset}`,
  ]),
]);

/**
 * Serves the doors of the crowd straight from Node's server. Only requests without anything unusual are taken, judged by
 * their heads: all others go to the router, where the same doors are, so that it alone decides what is allowed.
 */
export class ShortWay {
  private readonly doors: { door: ShortDoor; pattern: ShortPattern }[] = [];
  private readonly nextId = requestIds();
  private readonly answers = new WholeAnswers();
  private readonly head: Head;

  constructor(private readonly parts: ShortWayParts) {
    this.head = headOf(Object.entries({ ...parts.headers, ...OF_SUCCESS }).flat());
  }

  /** @param routes all routes of the router: a door whose addresses could be another's stays behind it */
  open(doors: readonly ShortDoor[], routes: readonly { method: string; url: string }[]): void {
    for (const door of doors) {
      const others = routes.filter(({ method, url }) => method === door.method && url !== door.route);
      if (!others.some(({ url }) => couldBothMatch(url, door.route)))
        this.doors.push({ door, pattern: new ShortPattern(door.route) });
    }
  }

  /** Returns whether it takes the request; it then answers it. */
  serve(raw: IncomingMessage, response: ServerResponse): boolean {
    for (const { door, pattern } of this.doors) {
      if (raw.method !== door.method) continue;
      const params = pattern.match(raw.url ?? '');
      if (params === null) continue;
      if (door.read === null ? hasBody(raw) : !hasPlainBody(raw)) return false;
      const request = new UnroutedRequest(this.nextId(), raw, params, { url: door.route });
      const exchange = { door, request, reply: new UnroutedReply(), response, beganAt: performance.now() };
      if (door.read === null) this.callDoor(exchange);
      else wholeText(raw, (text) => this.receive(exchange, text));
      return true;
    }
    return false;
  }

  private receive(exchange: Exchange, text: string): void {
    const { door, request } = exchange;
    try {
      request.body = door.read?.(text);
    } catch (error) {
      return this.refuse(exchange, error);
    }
    this.callDoor(exchange);
  }

  private callDoor(exchange: Exchange): void {
    try {
      const result = exchange.door.call(exchange.request, exchange.reply);
      if (!(result instanceof Promise)) return this.succeed(exchange, result);
      result.then(
        (value) => this.succeed(exchange, value),
        (error: unknown) => this.refuse(exchange, error),
      );
    } catch (error) {
      this.refuse(exchange, error);
    }
  }

  private succeed(exchange: Exchange, result: unknown): void {
    let text: string;
    try {
      text = encodedJson(result);
    } catch (error) {
      return this.refuse(exchange, error);
    }
    this.answer(exchange, exchange.reply.code ?? exchange.door.status, this.head, text);
  }

  private refuse(exchange: Exchange, error: unknown): void {
    const { status, headers, text } = this.parts.problems.encode(error, exchange.request);
    this.answer(exchange, status, headOf(Object.entries({ ...this.parts.headers, ...headers }).flat()), text);
  }

  private answer({ door, reply, response, beganAt }: Exchange, status: number, head: Head, text: string): void {
    this.answers.send(response, status, headWith(head, reply.headers), text);
    this.parts.measure(door.method, door.route, status, performance.now() - beganAt);
  }
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;

/** A body of JSON whose size the head announces. */
function hasPlainBody({ headers }: IncomingMessage): boolean {
  const length = Number(headers['content-length']);
  return length > 0 && length <= MAX_BODY && JSON_TYPES.has(headers['content-type'] ?? '');
}

/** A client that leaves in the middle of its body is owed no answer. */
function wholeText(request: IncomingMessage, read: (text: string) => void): void {
  let first: Buffer | null = null;
  let more: Buffer[] | null = null;
  request.on('data', (chunk: Buffer) => {
    if (first === null) first = chunk;
    else (more ??= [first]).push(chunk);
  });
  request.on('end', () => read((more === null ? (first ?? Buffer.alloc(0)) : Buffer.concat(more)).toString('utf8')));
}
