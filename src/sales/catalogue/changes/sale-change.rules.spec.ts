import { describe, expect, it } from '@jest/globals';
import { changedColumns } from './sale-change.rules.js';

const times = { prequeueAt: '2030-05-01T08:00:00.000Z', opensAt: '2030-05-01T09:00:00.000Z', closesAt: null };

describe('a change of a sale', () => {
  it('writes nothing that was not given', () => {
    expect(changedColumns({}, times)).toEqual({});
    expect(changedColumns({ listed: false }, times)).toEqual({ listed: false });
  });

  it('writes the times together, because they were checked together', () => {
    expect(changedColumns({ opensAt: times.opensAt }, times)).toEqual({
      prequeueAt: new Date(times.prequeueAt),
      opensAt: new Date(times.opensAt),
      closesAt: null,
    });
  });

  it('removes what is given as null', () => {
    expect(changedColumns({ seller: null, branding: null }, times)).toEqual({
      ...{ seller: null, pictureId: null, logoId: null, accent: null },
    });
  });

  it('writes a show as a whole', () => {
    const show = { name: 'The Tides', venue: 'Arena', startsAt: '2030-06-01T19:00:00Z', timeZone: 'Europe/Berlin' };
    expect(changedColumns({ show }, times)).toEqual({
      showName: 'The Tides',
      showVenue: 'Arena',
      showStartsAt: new Date(show.startsAt),
      showTimeZone: 'Europe/Berlin',
    });
  });
});
