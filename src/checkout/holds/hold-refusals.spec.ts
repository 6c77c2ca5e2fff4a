import { describe, expect, it } from '@jest/globals';
import { leftInHoldWords, refuseHold } from './hold-refusals.js';

const beyond = (left: number) => ({ kind: 'limit_exceeded' as const, ticketTypeId: 'tt_1', left });

describe('a refusal by a limit', () => {
  it('says how many more a new hold may have', () => {
    expect(refuseHold(beyond(3))).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      extra: { left: 3, detail: 'You may have 3 more of these.' },
    });
  });
  it('says how many a changed hold may have in all, since its own are counted among these', () => {
    expect(refuseHold(beyond(3), undefined, leftInHoldWords)).toMatchObject({
      extra: { left: 3, detail: 'This hold may have 3 of these at most.' },
    });
    expect(refuseHold(beyond(0), undefined, leftInHoldWords)).toEqual(refuseHold(beyond(0)));
  });
  it('names the limit of an order, not what the ticket type allows', () => {
    expect(refuseHold({ kind: 'order_limit_exceeded', most: 50 })).toMatchObject({
      extra: { left: 50, detail: 'One order may have 50 tickets at most.' },
    });
  });
});
