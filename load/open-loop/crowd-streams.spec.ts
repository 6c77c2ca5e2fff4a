import { describe, expect, it } from '@jest/globals';
import type { Answer } from '../http/answer.js';
import { crowdStreams } from './crowd-streams.js';

const crowd = (joinShare: number) => crowdStreams({ host: 'h', slug: 's', ratePerSecond: 100, joinShare });
const lineOf = (request: Buffer | null): string => request?.toString().split('\r\n')[0] ?? '';
const joined = (token: string): Answer => ({
  status: 201,
  head: '',
  body: `{"placeToken":"${token}"}`,
  keepAlive: true,
});

describe('crowdStreams', () => {
  it('splits the rate between newcomers and those who poll', () => {
    expect(crowd(0.2).map(({ name, ratePerSecond, isNew }) => [name, ratePerSecond, isNew])).toEqual([
      ['joins', 20, true],
      ['polls', 80, false],
    ]);
  });
  it('leaves out a stream without arrivals', () => {
    expect(crowd(0).map(({ name }) => name)).toEqual(['polls']);
  });
  it('asks for the snapshot, and for a place only as often as a page does', () => {
    const [joins, polls] = crowd(0.2);
    expect(lineOf(polls?.next() ?? null)).toBe('GET /v1/sales/s/queue HTTP/1.1');
    joins?.seen?.(joined('token-1'));
    expect([0, 1, 2].map(() => lineOf(polls?.next() ?? null))).toEqual(
      Array.from({ length: 3 }, () => 'GET /v1/sales/s/queue HTTP/1.1'),
    );
  });
});
