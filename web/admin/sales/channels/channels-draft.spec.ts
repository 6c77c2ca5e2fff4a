import { describe, expect, it } from '@jest/globals';
import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import { channelBody, channelErrors, emptyChannel } from './channels-draft.js';

const sale = {
  show: { timeZone: 'Europe/Berlin' },
  ticketTypes: [{ id: 'tt_1', admission: 'general', capacity: 8_000 }],
} as unknown as StaffSaleShape;
const draft = (changes: object) => ({ ...emptyChannel, label: 'Sponsor', ...changes });

describe('a channel', () => {
  it('takes quantities as people write them', () => {
    for (const [typed, quantity] of [
      ['1,250', 1_250],
      ['1.250', 1_250],
      [' 50 ', 50],
    ] as const) {
      const made = draft({ quantities: { tt_1: typed } });
      expect([...channelErrors(made, sale)]).toEqual([]);
      expect(channelBody(made, sale)['allocations']).toEqual([{ ticketTypeId: 'tt_1', quantity }]);
    }
    expect(channelBody(draft({ quantities: { tt_1: '0' } }), sale)['allocations']).toEqual([]);
  });

  it('names what cannot be read, and a time that the clocks skip', () => {
    const wrong = draft({ label: ' ', quantities: { tt_1: '12.5' }, returnAt: '2027-03-28T02:30', returnBelow: '0' });
    const errors = channelErrors(wrong, sale);
    expect([...errors.keys()]).toEqual(['label', 'returnAt', 'returnBelow', 'tt_1']);
    expect(errors.get('returnAt')).toContain('does not exist');
  });
});
