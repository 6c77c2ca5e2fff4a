import { DEFER_MINUTES_MAX } from '../../contract/line/defer-bounds.js';
import type { Reader } from './client-events.js';

const bad = (field: string, message: string): { kind: 'bad'; field: string; message: string } => ({
  kind: 'bad',
  field,
  message,
});

/** Requires an object without any other fields. */
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

export const readDefer: Reader<{ minutes: number }> = (payload) => {
  const object = readObject(payload, ['minutes']);
  if (object.kind === 'bad') return object;
  const { minutes } = object.value;
  if (typeof minutes !== 'number' || !Number.isInteger(minutes) || minutes < 1 || minutes > DEFER_MINUTES_MAX) {
    return bad('minutes', `must be a whole number from 1 to ${DEFER_MINUTES_MAX}`);
  }
  return { kind: 'ok', value: { minutes } };
};
