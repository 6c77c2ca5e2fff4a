import { Logger } from '@nestjs/common';
import type { ErrorCode, Problem } from '../../contract/errors.js';
import { type ProblemDetails, problemOf } from '../../platform/problem/problem.js';

export type Answer<T> = { ok: true; data: T } | { ok: false; problem: Problem };

export const done = <T>(data: T): Answer<T> => ({ ok: true, data });
export const refused = (code: ErrorCode, extra: ProblemDetails = {}): Answer<never> => ({
  ok: false,
  problem: problemOf(code, extra),
});

/** Reads a payload: the value when it is what the event needs, else what is wrong with it. */
export type Reader<P> = (
  payload: unknown,
) => { kind: 'ok'; value: P } | { kind: 'bad'; field: string; message: string };

/** One client event: how its payload is read and what answers it. */
export interface ClientEvent<S> {
  answer(socket: S, payload: unknown): Promise<Answer<unknown>>;
}

/** Ties a reader to its handler, so that the handler sees only what was checked. */
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

/** No event of ours comes near; a larger one is refused before anything looks into it. */
const MAX_PAYLOAD_CHARACTERS = 4_096;
const tooLarge = (payload: unknown): boolean => {
  try {
    return (JSON.stringify(payload)?.length ?? 0) > MAX_PAYLOAD_CHARACTERS;
  } catch {
    return true;
  }
};

const log = new Logger('Sockets');

/**
 * Answers one event of a client. Whatever was sent, there is an answer with a code and nothing is thrown: an unknown event,
 * a payload of another shape, one that is too large, too many of them, or a fault of ours.
 * @param args what came: the event's name, its payload, and a function when an answer is wanted
 */
export async function dispatch<S>(
  events: ReadonlyMap<string, ClientEvent<S>>,
  socket: S,
  args: readonly unknown[],
): Promise<void> {
  const [name, ...rest] = args;
  const payloads = typeof rest[rest.length - 1] === 'function' ? rest.slice(0, -1) : rest;
  acknowledge(args, await answerTo(events, socket, name, payloads));
}

/** Answers an event if its client asked for an answer. */
export function acknowledge(args: readonly unknown[], answer: Answer<unknown>): void {
  const last = args[args.length - 1];
  if (typeof last === 'function') (last as (given: Answer<unknown>) => void)(answer);
}

async function answerTo<S>(
  events: ReadonlyMap<string, ClientEvent<S>>,
  socket: S,
  name: unknown,
  payloads: readonly unknown[],
): Promise<Answer<unknown>> {
  const event = typeof name === 'string' ? events.get(name) : undefined;
  if (!event) return refused('NOT_FOUND', { detail: 'There is no such event.' });
  if (payloads.length > 1) return refused('VALIDATION_FAILED', { detail: 'An event has one payload.' });
  if (tooLarge(payloads[0])) return refused('BODY_TOO_LARGE');
  try {
    return await event.answer(socket, payloads[0] ?? {});
  } catch (error) {
    log.error(`${String(name)} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return refused('INTERNAL');
  }
}
