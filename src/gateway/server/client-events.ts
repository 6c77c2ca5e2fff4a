import { Logger } from '@nestjs/common';
import type { ErrorCode, Problem } from '../../contract/errors.js';
import type { Acknowledged } from '../../contract/live/socket-events.js';
import { type ProblemDetails, problemOf } from '../../platform/problem/problem.js';
import { errorText } from '../../platform/logs/error-text.js';

export type Answer<T> = { ok: true; data: T } | { ok: false; problem: Problem };

export const done = <T>(data: T): Answer<T> => ({ ok: true, data });
export const refused = (code: ErrorCode, extra: ProblemDetails = {}): Answer<never> => ({
  ok: false,
  problem: problemOf(code, extra),
});

/** Validates a payload: returns the typed value or the first error. */
export type Reader<P> = (
  payload: unknown,
) => { kind: 'ok'; value: P } | { kind: 'bad'; field: string; message: string };

/** A client event: reads its payload and answers it. */
export interface ClientEvent<S> {
  answer(socket: S, payload: unknown): Promise<Answer<unknown>>;
}

/** Combines a reader and a handler, so that the handler only sees validated payloads. */
export function clientEvent<S, P>(
  read: Reader<P>,
  handle: (socket: S, payload: P) => Promise<Answer<unknown>>,
): ClientEvent<S> {
  return {
    async answer(socket, payload) {
      const result = read(payload);
      if (result.kind === 'bad')
        return refused('VALIDATION_FAILED', { errors: [{ field: result.field, message: result.message }] });
      return await handle(socket, result.value);
    },
  };
}

/** Well above any of our events; larger payloads are refused unread. */
const MAX_PAYLOAD_CHARACTERS = 4_096;

/** Returns the characters of an event with its name and payloads, about as many as were received. */
export function sizeOf(args: readonly unknown[]): number {
  try {
    return JSON.stringify(args).length;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

const log = new Logger('Sockets');

/**
 * Answers one client event; never throws. Unknown events, invalid or oversized payloads, exceeded rate limits and
 * internal errors all yield a coded refusal.
 * @param args the event's name, its payload, and a callback if the client requested an answer
 * @param size of the event in characters
 */
export async function dispatch<S>(
  events: ReadonlyMap<string, ClientEvent<S>>,
  socket: S,
  args: readonly unknown[],
  size = sizeOf(args),
): Promise<void> {
  const [name, ...rest] = args;
  const payloads = typeof rest[rest.length - 1] === 'function' ? rest.slice(0, -1) : rest;
  acknowledge(args, await answerTo(events, socket, { name, payloads, size }));
}

/** Answers an event if the client requested an answer. */
export function acknowledge(args: readonly unknown[], answer: Answer<unknown>): void {
  const last = args[args.length - 1];
  if (typeof last === 'function') (last as (given: Acknowledged<unknown>) => void)(acknowledged(answer));
}

/** Returns an answer as sent: its fields also stand at the top, where HTTP has them. */
function acknowledged(answer: Answer<unknown>): Acknowledged<unknown> {
  if (!answer.ok) return { ...answer.problem, ...answer };
  const { data } = answer;
  return typeof data === 'object' && !Array.isArray(data) ? { ...data, ...answer } : answer;
}

async function answerTo<S>(
  events: ReadonlyMap<string, ClientEvent<S>>,
  socket: S,
  { name, payloads, size }: { name: unknown; payloads: readonly unknown[]; size: number },
): Promise<Answer<unknown>> {
  const event = typeof name === 'string' ? events.get(name) : undefined;
  if (!event) return refused('NOT_FOUND', { detail: 'There is no such event.' });
  if (payloads.length > 1) return refused('VALIDATION_FAILED', { detail: 'An event has one payload.' });
  if (size > MAX_PAYLOAD_CHARACTERS) return refused('BODY_TOO_LARGE');
  try {
    return await event.answer(socket, payloads[0] ?? {});
  } catch (error) {
    log.error(`${String(name)} failed: ${errorText(error)}`);
    return refused('INTERNAL');
  }
}
