import { expect, it } from '@jest/globals';
import type { SaleNews } from '../../contract/live/news.js';
import type { NewsService } from '../../platform/news/news.service.js';
import type { Degradation } from '../../platform/overload/degradation.js';
import type { PlaceIdentity } from '../../queue/places/place-identity.service.js';
import type { PlaceService } from '../../queue/places/place.service.js';
import { ConnectedSales } from './connected-sales.js';
import type { HolderCheck } from './holder-check.js';
import type { Placement } from './placement.js';
import type { QueueSocket } from './queue-socket.types.js';

type Listener = (news: { event: string; payload: unknown }, json: string) => void;

/** A sale with one place at position 1, and what its node asked of the line. */
function sale() {
  const asked: string[] = [];
  let hear: Listener = () => undefined;
  const answer = (what: string) => () => {
    asked.push(what);
    return Promise.resolve({ kind: 'away' });
  };
  const sales = new ConnectedSales(
    {
      listen: (_audience: string, listener: Listener) => {
        hear = listener;
        return () => undefined;
      },
      publish: () => Promise.resolve(),
    } as unknown as NewsService,
    {
      place: answer('read'),
      look: answer('look'),
      reportPresent: (_saleId: string, lane: string, positions: readonly number[]) =>
        Promise.resolve(void asked.push(`told ${lane} ${positions.join()}`)),
    } as unknown as PlaceService,
    {} as PlaceIdentity,
    { nowMs: () => 0, monotonicMs: () => 0 },
    {} as Placement,
    {} as HolderCheck,
    {} as Degradation,
  );
  const connected = sales.of('sale_1');
  const seat = { lane: 'general', number: 4, member: 0, token: 'token', isDeferred: false, extraTime: false };
  const { place } = connected.places.add(seat, {
    conn: { readyState: 'closing', write: () => undefined },
  } as unknown as QueueSocket);
  connected.places.place(place, 1);
  const call = (claimBeforeSaleMs: number): void => {
    const payload: SaleNews['called'] = {
      ...{ lane: 'general', positions: [1, 2], saleMs: 10_000 },
      ...{ claimBeforeSaleMs, keptUntilSaleMs: 600_000 },
    };
    hear({ event: 'called', payload }, '');
  };
  return { asked, sales, connected, place, call };
}

it('marks a turn as told at once where it may end before the next round does', () => {
  const { asked, call } = sale();
  call(11_000);
  expect(asked).toEqual(['told general 1']);
});

it('leaves longer turns to the rounds', () => {
  const { asked, call } = sale();
  call(25_000);
  expect(asked).toEqual([]);
});

it('asks as a sign of life when a fan has come, and not when it looks after a call', async () => {
  const { asked, sales, connected, place } = sale();
  sales.tellStanding(connected, place, []);
  await sales.lookAgain(place, null);
  expect(asked).toEqual(['read', 'look']);
});
