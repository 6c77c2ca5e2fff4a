import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Acknowledged } from '../../contract/live/socket-events.js';
import { type ClientEvent, clientEvent, dispatch, done } from './client-events.js';
import { readClaim, readDefer, readNothing } from './payload-readers.js';

Logger.overrideLogger(false); // the error below is intended

const events = new Map<string, ClientEvent<string>>([
  ['claim', clientEvent(readClaim, (socket, { pass }) => Promise.resolve(done({ socket, pass })))],
  ['defer', clientEvent(readDefer, (_socket, { minutes }) => Promise.resolve(done({ minutes })))],
  ['leave', clientEvent(readNothing, () => Promise.resolve(done(null)))],
  ['broken', clientEvent(readNothing, () => Promise.reject(new Error('a fault of ours')))],
]);

async function ask(...args: unknown[]): Promise<Acknowledged<unknown>> {
  return await new Promise((resolve) => void dispatch(events, 'socket', [...args, resolve]));
}
const codeOf = async (...args: unknown[]): Promise<string> => {
  const answer = await ask(...args);
  return answer.ok ? 'ok' : answer.problem.code;
};

describe('the dispatcher', () => {
  it('hands a checked payload to the handler and its answer to the client', async () => {
    const claimed = { socket: 'socket', pass: 'p' };
    expect(await ask('claim', { pass: 'p' })).toEqual({ ok: true, data: claimed, ...claimed });
    expect(await ask('defer', { minutes: 5 })).toEqual({ ok: true, data: { minutes: 5 }, minutes: 5 });
  });

  it('takes a missing payload for an empty one', async () => {
    expect(await ask('claim')).toMatchObject({ ok: true });
    expect(await ask('leave', null)).toEqual({ ok: true, data: null });
  });

  it('refuses with the problem of HTTP, at the top and under its name', async () => {
    const refusal = await ask('defer', { minutes: 31 });
    const code = 'VALIDATION_FAILED';
    expect(refusal).toMatchObject({ ok: false, code, status: 400, detail: expect.any(String), problem: { code } });
  });

  const wrong: [string, unknown[], string][] = [
    ['an unknown event', ['open-the-door', {}], 'NOT_FOUND'],
    ['the name of a method that objects have', ['constructor', {}], 'NOT_FOUND'],
    ['a name that is a number', [7, {}], 'NOT_FOUND'],
    ['a payload that is text', ['claim', 'now'], 'VALIDATION_FAILED'],
    ['a payload that is a list', ['claim', []], 'VALIDATION_FAILED'],
    ['a payload that is binary', ['claim', Buffer.from('x')], 'VALIDATION_FAILED'],
    ['an unknown field', ['claim', { speed: 1 }], 'VALIDATION_FAILED'],
    ['a pass that is a number', ['claim', { pass: 1 }], 'VALIDATION_FAILED'],
    ['minutes that are text', ['defer', { minutes: '5' }], 'VALIDATION_FAILED'],
    ['no minutes', ['defer', {}], 'VALIDATION_FAILED'],
    ['more than half an hour', ['defer', { minutes: 31 }], 'VALIDATION_FAILED'],
    ['two payloads', ['leave', {}, {}], 'VALIDATION_FAILED'],
    ['a payload of 10,000 characters', ['claim', { pass: 'x'.repeat(10_000) }], 'BODY_TOO_LARGE'],
    ['a large payload that is text', ['claim', 'x'.repeat(100_000)], 'BODY_TOO_LARGE'],
    ['a fault of ours', ['broken', {}], 'INTERNAL'],
  ];
  it.each(wrong)('answers %s with a code', async (_what, args, code) => {
    expect(await codeOf(...args)).toBe(code);
  });

  it('does not fail when no answer is wanted', async () => {
    await expect(dispatch(events, 'socket', ['open-the-door', {}])).resolves.toBeUndefined();
    await expect(dispatch(events, 'socket', [])).resolves.toBeUndefined();
  });
});
