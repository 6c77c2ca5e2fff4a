import type { ArgumentsHost } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { ProblemFilter } from './problem.filter.js';

Logger.overrideLogger(false);

/** What a door answers that threw this. */
function codeOf(thrown: unknown): string {
  let body = '';
  const reply = {
    sent: false,
    header: () => reply,
    status: () => reply,
    send: (text: string) => {
      body = text;
      return reply;
    },
  };
  const request = { id: 'request', method: 'GET', routeOptions: { url: '/' } };
  const http = { getRequest: () => request, getResponse: () => reply };
  new ProblemFilter().catch(thrown, { switchToHttp: () => http } as unknown as ArgumentsHost);
  return (JSON.parse(body) as { code: string }).code;
}

describe('what a door throws', () => {
  it.each([
    'Command timed out',
    "Socket timeout. Expecting data, but didn't receive any in 6000ms.",
    'Reached the max retries per request limit (which is 0).',
    'NOREPLICAS Not enough good replicas to write.',
    'OOM command not allowed when used memory > maxmemory',
    'MISCONF Redis is configured to save RDB snapshots',
    'LOADING Redis is loading the dataset in memory',
    'connect ETIMEDOUT 10.0.0.1:5432',
    'getaddrinfo EAI_AGAIN postgres',
    'timeout exceeded when trying to connect',
    'Raw query failed. Code: `57014`. Message: `canceling statement due to statement timeout`',
    'Raw query failed. Code: `25006`. Message: `cannot execute INSERT in a read-only transaction`',
  ])('is told as a store that is away: %s', (message) => {
    expect(codeOf(new Error(message))).toBe('CORE_AWAY');
  });

  it('is bad input when the caller hung up in the middle of it', () => {
    expect(codeOf(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }))).toBe('MALFORMED_BODY');
  });

  it.each(['the seats were still loading', 'x is not a function', 'order 153300 has no lines'])(
    'is a fault of ours: %s',
    (message) => {
      expect(codeOf(new TypeError(message))).toBe('INTERNAL');
    },
  );
});
