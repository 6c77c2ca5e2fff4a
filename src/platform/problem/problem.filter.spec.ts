import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from './problem.js';
import { ProblemFilter, type ProblemOptions } from './problem.filter.js';

Logger.overrideLogger(false);

/** Returns the answer to an error thrown by a route. */
function answerTo(thrown: unknown, options: ProblemOptions = {}): { code: string; retryAfter: unknown } {
  const sent = { body: '', headers: new Map<string, unknown>() };
  const reply = {
    sent: false,
    header: (name: string, value: unknown) => {
      sent.headers.set(name, value);
      return reply;
    },
    status: () => reply,
    send: (text: string) => {
      sent.body = text;
      return reply;
    },
  };
  const request = { id: 'request', method: 'GET', routeOptions: { url: '/' } };
  new ProblemFilter(options).answer(thrown, request as unknown as FastifyRequest, reply as unknown as FastifyReply);
  return { code: (JSON.parse(sent.body) as { code: string }).code, retryAfter: sent.headers.get('retry-after') };
}

describe('what a door throws', () => {
  it('is told as a store that is away, with the time to come back', () => {
    expect(answerTo(new Error('Command timed out'))).toEqual({ code: 'CORE_AWAY', retryAfter: '2' });
  });

  it('is told as our own overload while this node is too busy to hear its stores', () => {
    const options = { isStarved: () => true };
    expect(answerTo(new Error('Command timed out'), options).code).toBe('OVERLOADED');
    expect(answerTo(new ProblemError('CORE_AWAY'), options).code).toBe('OVERLOADED');
    expect(answerTo(new ProblemError('SOLD_OUT'), options).code).toBe('SOLD_OUT');
  });

  it('is bad input when the caller hung up in the middle of it', () => {
    expect(answerTo(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })).code).toBe('MALFORMED_BODY');
  });

  it.each([new TypeError('connection timed out'), new TypeError('x is not a function'), new Error('no lines')])(
    'is a fault of ours: %s',
    (thrown) => {
      expect(answerTo(thrown).code).toBe('INTERNAL');
    },
  );
});
