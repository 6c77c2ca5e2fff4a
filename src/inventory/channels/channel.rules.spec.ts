import { describe, expect, it } from '@jest/globals';
import { type ChannelDraft, channelErrors } from './channel.rules.js';

type Book = Parameters<typeof channelErrors>[1];
type Layout = Parameters<typeof channelErrors>[2];
const book = { channels: [], pool: () => null } as unknown as Book;
const layout = { seat: () => null, blocksOf: () => [] } as unknown as Layout;
const channel = (key: string, returnTo: string): ChannelDraft => ({
  ...{ key, label: key, partnerId: null, lanes: [], returnAt: null, returnBelowPercent: 50 },
  ...{ returnTo, allocations: [] },
});
const errorsOf = (...drafts: ChannelDraft[]) => channelErrors(drafts, book, layout);

describe('where the stock of a channel returns to', () => {
  it('may lead to public by way of others', () => {
    expect(errorsOf(channel('a', 'b'), channel('b', 'public'))).toEqual([]);
  });

  it('must not go round, for each would give it back for ever', () => {
    const message = 'must lead to public, or stock would go round';
    expect(errorsOf(channel('a', 'b'), channel('b', 'c'), channel('c', 'a'))).toEqual(
      [0, 1, 2].map((index) => ({ field: `${index}.returnTo`, message })),
    );
  });

  it('must be another channel that exists', () => {
    expect(errorsOf(channel('a', 'a'))).toEqual([{ field: '0.returnTo', message: 'must be another channel' }]);
    expect(errorsOf(channel('a', 'gone'))).toEqual([{ field: '0.returnTo', message: 'there is no channel gone' }]);
  });
});
