import { describe, expect, it } from '@jest/globals';
import { CreationLog, type Logged, type PageRequest } from './creation-log.js';

interface Item extends Logged {
  readonly finished: boolean;
}

function logOf(count: number, maxItems = 1_000, finished: (i: number) => boolean = () => true): CreationLog<Item> {
  const log = new CreationLog<Item>(maxItems, (item) => item.finished);
  for (let i = 1; i <= count; i += 1) {
    // one item per second, from 101 on
    log.add({ id: `id${i}`, seq: log.next().seq, created: 100 + i, finished: finished(i) });
  }
  return log;
}

function page(log: CreationLog<Item>, request: PageRequest<Item>): { ids: string[]; hasMore: boolean } {
  const result = log.page(request);
  if (result.kind !== 'page') throw new Error(`unknown cursor ${result.cursor}`);
  return { ids: result.items.map(({ id }) => id), hasMore: result.hasMore };
}

describe('CreationLog', () => {
  it('answers the newest first and tells whether there is more', () => {
    const log = logOf(5);
    expect(page(log, { limit: 2 })).toEqual({ ids: ['id5', 'id4'], hasMore: true });
    expect(page(log, { limit: 5 })).toEqual({ ids: ['id5', 'id4', 'id3', 'id2', 'id1'], hasMore: false });
  });

  it('goes on after a cursor, and back before one with the nearest items', () => {
    const log = logOf(6);
    expect(page(log, { limit: 2, startingAfter: 'id4' })).toEqual({ ids: ['id3', 'id2'], hasMore: true });
    expect(page(log, { limit: 2, endingBefore: 'id3' })).toEqual({ ids: ['id5', 'id4'], hasMore: true });
    expect(page(log, { limit: 9, endingBefore: 'id6' })).toEqual({ ids: [], hasMore: false });
  });

  it('names an unknown cursor', () => {
    expect(logOf(1).page({ limit: 1, startingAfter: 'nobody' })).toMatchObject({
      kind: 'unknown-cursor',
      param: 'starting_after',
    });
  });

  it.each([
    [{ gte: 103 }, ['id5', 'id4', 'id3']],
    [{ gt: 103 }, ['id5', 'id4']],
    [{ lte: 102 }, ['id2', 'id1']],
    [{ lt: 102 }, ['id1']],
    [{ gte: 102, lt: 104 }, ['id3', 'id2']],
    [{ gt: 900 }, []],
  ])('keeps to the range %j of created', (created, ids) => {
    expect(page(logOf(5), { limit: 10, created })).toEqual({ ids, hasMore: false });
  });

  it('combines range, cursor and filter', () => {
    const log = logOf(10);
    const even = (item: Item): boolean => item.created % 2 === 0;
    const request = { limit: 2, created: { gte: 102 }, startingAfter: 'id8', where: even };
    expect(page(log, request)).toEqual({ ids: ['id6', 'id4'], hasMore: true });
  });

  it('forgets the oldest finished items when there are too many, and keeps unfinished ones', () => {
    const log = logOf(106, 100, (i) => i > 2);
    expect(log.size).toBe(100);
    expect(log.get('id1')).toBeDefined();
    expect(log.get('id3')).toBeUndefined();
    expect(page(log, { limit: 3, startingAfter: 'id10' }).ids).toEqual(['id9', 'id2', 'id1']);
  });

  it('stays bounded when nothing is ever finished', () => {
    expect(logOf(1_000, 100, () => false).size).toBeLessThanOrEqual(125);
  });
});
