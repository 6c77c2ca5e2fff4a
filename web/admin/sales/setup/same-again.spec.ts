import { describe, expect, it } from '@jest/globals';
import { sameAgain } from './same-again.js';
import { emptyDraft, type SaleDraft } from './sale-draft.js';

const now = Date.parse('2027-03-20T12:00:00.000Z');
const draft = (times: Partial<SaleDraft>): SaleDraft => ({
  ...emptyDraft(now, 'Europe/Berlin'),
  ...{ slug: 'club-night', startsAt: '2027-03-19T20:00', prequeueAt: '2027-03-01T09:30', opensAt: '2027-03-01T10:00' },
  ...times,
});
const timesOf = ({ startsAt, prequeueAt, opensAt, closesAt, slug }: SaleDraft) => [
  ...[startsAt, prequeueAt, opensAt, closesAt, slug],
];

describe('the same again', () => {
  it('is four weeks on: same weekday, same clock across the change of the clocks, and an address of its own', () => {
    expect(timesOf(sameAgain(draft({}), now))).toEqual([
      ...['2027-04-16T20:00', '2027-03-29T09:30', '2027-03-29T10:00', '', ''],
    ]);
  });

  it('is as many months on as put an old sale ahead', () => {
    const old = draft({ startsAt: '2026-10-02T20:00', prequeueAt: '2026-09-01T09:30', opensAt: '2026-09-01T10:00' });
    expect(timesOf(sameAgain({ ...old, closesAt: '2026-10-02T19:00' }, now))).toEqual([
      ...['2027-05-14T20:00', '2027-04-13T09:30', '2027-04-13T10:00', '2027-05-14T19:00', ''],
    ]);
  });

  it('keeps a time that was never typed', () => {
    expect(timesOf(sameAgain(draft({ closesAt: '' }), now))[3]).toBe('');
  });
});
