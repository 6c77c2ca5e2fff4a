import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';

import type { PlaceIdentity } from '../../queue/places/place-identity.service.js';
import { Placement } from './placement.js';
import type { ConnectedSale, QueueSocket } from './queue-socket.types.js';
import { SeatedPlaces } from './seated-places.js';

function saleWith(numbers: readonly number[]): ConnectedSale {
  const places = new SeatedPlaces<QueueSocket>();
  for (const number of numbers)
    places.add(
      { lane: 'general', number, member: 0, token: '', isDeferred: false, extraTime: false },
      {} as QueueSocket,
    );
  return {
    saleId: 's',
    places,
    snapshot: null,
    message: null,
    ungreeted: new Set<QueueSocket>(),
    stop: () => undefined,
  };
}

/** Position = number + 100, once drawn. */
function placementOf(drawn: () => boolean): { placement: Placement; placed: number[] } {
  const placeIdentity = {
    positionOf: (_sale: string, _lane: string, number: number) => Promise.resolve(drawn() ? number + 100 : null),
  };
  const placement = new Placement(placeIdentity as unknown as PlaceIdentity);
  const placed: number[] = [];
  placement.onPlaced = (_sale, { number }) => placed.push(number);
  return { placement, placed };
}

describe('placement', () => {
  it('finds the position of every place and tells of each', async () => {
    const sale = saleWith([1, 2, 3]);
    const { placement, placed } = placementOf(() => true);
    await placement.place(sale, sale.places.unplaced());
    expect(placed).toEqual([1, 2, 3]);
    expect(sale.places.atPosition('general', 102)?.number).toBe(2);
    expect([...sale.places.unplaced()]).toEqual([]);
  });

  it('leaves places unplaced before the draw, to be asked again', async () => {
    const sale = saleWith([1]);
    let drawn = false;
    const { placement, placed } = placementOf(() => drawn);
    await placement.place(sale, sale.places.unplaced());
    expect(placed).toEqual([]);
    drawn = true;
    await placement.place(sale, sale.places.unplaced());
    expect(placed).toEqual([1]);
  });

  it('takes those that come while it works into the same run, each once', async () => {
    const sale = saleWith([1, 2]);
    const { placement, placed } = placementOf(() => true);
    const running = placement.place(sale, sale.places.unplaced());
    await placement.place(sale, sale.places.unplaced());
    expect(placement.isBusy).toBe(true);
    await running;
    expect(placed).toEqual([1, 2]);
  });

  it('goes on with other sales when one fails', async () => {
    Logger.overrideLogger(false); // the error is intended
    const [broken, fine] = [{ ...saleWith([1, 2]), saleId: 'broken' }, saleWith([3])];
    const asked: string[] = [];
    const positionOf = (saleId: string) => {
      asked.push(saleId);
      return saleId === 'broken' ? Promise.reject(new Error('a seed that cannot be opened')) : Promise.resolve(7);
    };
    const placement = new Placement({ positionOf } as unknown as PlaceIdentity);
    const running = placement.place(broken, broken.places.unplaced());
    await placement.place(fine, fine.places.unplaced());
    await running;
    expect(asked).toEqual(['broken', 's']);
    expect(fine.places.atPosition('general', 7)?.number).toBe(3);
  });

  it('passes over a place whose last socket has gone', async () => {
    const sale = saleWith([1]);
    const [place] = sale.places.unplaced();
    if (!place) throw new Error('no place');
    const { placement, placed } = placementOf(() => true);
    const running = placement.place(sale, [place]);
    sale.places.remove(place, place.sockets[0] as QueueSocket);
    await running;
    expect(placed).toEqual([]);
  });
});
