import { expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';

import type { FiguresService } from '../../queue/line/figures.service.js';
import type { PlaceService } from '../../queue/places/place.service.js';
import type { ConnectedSales } from './connected-sales.js';
import type { Placement } from './placement.js';
import { PresenceTask } from './presence.task.js';

const saleOf = (saleId: string) => ({
  saleId,
  snapshot: null,
  places: { counts: () => ({}), dueForALook: () => [], unplaced: () => [] },
});

it('reports the other sales while the store of one does not answer, and those after one that fails', async () => {
  jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  const answers: Record<string, Promise<void>> = { slow: new Promise(() => undefined) };
  const reported: string[] = [];
  const reportNode = async (saleId: string): Promise<void> => {
    if (saleId === 'broken') throw new Error('is broken');
    await answers[saleId];
    reported.push(saleId);
  };
  const sales = ['slow', 'broken', 'one', 'two'].map(saleOf);
  const task = new PresenceTask(
    { all: () => sales } as unknown as ConnectedSales,
    { reportNode, polledSales: () => ['one', 'polled'] } as unknown as FiguresService,
    {} as PlaceService,
    { nowMs: () => 0, monotonicMs: () => 0 },
    {} as Placement,
  );
  jest.useFakeTimers();
  try {
    const round = task.runOnce(new AbortController().signal);
    await jest.advanceTimersByTimeAsync(0);
    expect(reported).toEqual(['one', 'two']);
    await jest.advanceTimersByTimeAsync(60_000); // the slow one is given up
    await round;
    expect(reported).toEqual(['one', 'two', 'polled']);
  } finally {
    jest.useRealTimers();
    jest.restoreAllMocks();
  }
});
