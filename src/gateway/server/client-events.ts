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
/** Events of one socket in a window; above it they are refused, far above it the socket is closed. */
const WINDOW_MS = 10_000;
const MAX_EVENTS = 40;
const FLOOD_EVENTS = 400;

/** How much a socket has said lately. */
export class EventRateLimit {
  private since = 0;
  private events = 0;

  /** @returns what to do with one more event at this wall time */
  next(nowMs: number): 'take' | 'refuse' | 'close' {
    if (nowMs - this.since >= WINDOW_MS) {
      this.since = nowMs;
      this.events = 0;
    }
    this.events += 1;
    if (this.events > FLOOD_EVENTS) return 'close';
    return this.events > MAX_EVENTS ? 'refuse' : 'take';
  }
}

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
  const last = rest[rest.length - 1];
  const acknowledge = typeof last === 'function' ? (last as (answer: Answer<unknown>) => void) : null;
  const payloads = acknowledge ? rest.slice(0, -1) : rest;
  const answer = await answerTo(events, socket, name, payloads);
  acknowledge?.(answer);
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

const bad = (field: string, message: string): { kind: 'bad'; field: string; message: string } => ({
  kind: 'bad',
  field,
  message,
});

/** An object with no other fields than these. */
export function readObject(
  payload: unknown,
  fields: readonly string[],
): { kind: 'ok'; value: Record<string, unknown> } | { kind: 'bad'; field: string; message: string } {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload) || ArrayBuffer.isView(payload))
    return bad('', 'must be an object');
  const unknown = Object.keys(payload).find((key) => !fields.includes(key));
  if (unknown !== undefined) return bad(unknown.slice(0, 64), 'is not a field of this event');
  return { kind: 'ok', value: payload as Record<string, unknown> };
}

export const readNothing: Reader<null> = (payload) => {
  const object = readObject(payload, []);
  return object.kind === 'bad' ? object : { kind: 'ok', value: null };
};

const MAX_PASS_CHARACTERS = 2_048;
export const readClaim: Reader<{ pass: string | undefined }> = (payload) => {
  const object = readObject(payload, ['pass']);
  if (object.kind === 'bad') return object;
  const { pass } = object.value;
  if (pass === undefined || pass === null) return { kind: 'ok', value: { pass: undefined } };
  if (typeof pass !== 'string' || pass.length > MAX_PASS_CHARACTERS) return bad('pass', 'must be an admission pass');
  return { kind: 'ok', value: { pass } };
};

const LONGEST_DEFER_MINUTES = 30;
export const readDefer: Reader<{ minutes: number }> = (payload) => {
  const object = readObject(payload, ['minutes']);
  if (object.kind === 'bad') return object;
  const { minutes } = object.value;
  if (typeof minutes !== 'number' || !Number.isInteger(minutes) || minutes < 1 || minutes > LONGEST_DEFER_MINUTES) {
    return bad('minutes', `must be a whole number from 1 to ${LONGEST_DEFER_MINUTES}`);
  }
  return { kind: 'ok', value: { minutes } };
};
