import { describe, expect, it } from '@jest/globals';
import { bodyOf, emptyDraft, emptyTicket, slugFrom } from './sale-draft.js';

const draft = {
  ...emptyDraft(Date.parse('2026-03-01T12:00:00Z')),
  name: 'Ärena Night!',
  show: 'The Lanterns',
  venue: 'Harbour Arena',
  tickets: [
    { ...emptyTicket(1), name: 'Standing', price: '45' },
    { ...emptyTicket(2), name: 'Seated', price: '65,50', seated: true, rows: 2, seatsPerRow: 3 },
  ],
};

describe('the draft of a sale', () => {
  it('becomes the body of a sale, with a section for each seated ticket type', () => {
    const made = bodyOf(draft, 'Europe/Berlin');
    expect(made).toMatchObject({
      body: {
        slug: 'arena-night',
        show: { timeZone: 'Europe/Berlin' },
        seatMap: {
          sections: [
            {
              key: 'B',
              label: 'Stalls',
              rows: [
                { label: '1', seats: 3 },
                { label: '2', seats: 3 },
              ],
            },
          ],
        },
        ticketTypes: [
          { name: 'Standing', admission: 'general', price: 4500, capacity: 500 },
          { name: 'Seated', admission: 'reserved', price: 6550, sections: ['B'] },
        ],
      },
    });
  });

  it('says what is missing, one thing at a time', () => {
    expect(bodyOf({ ...draft, name: ' ' }, 'UTC')).toEqual({ missing: 'The sale needs a name.' });
    expect(bodyOf({ ...draft, opensAt: '2001-01-01T10:00' }, 'UTC')).toEqual({
      missing: 'The waiting room must open before the sale.',
    });
    expect(bodyOf({ ...draft, tickets: [emptyTicket(1)] }, 'UTC')).toEqual({
      missing: 'Each ticket type needs a name.',
    });
  });

  it('makes an address of a name', () => {
    expect(slugFrom('  Château d’If – Finale 2026 ')).toBe('chateau-d-if-finale-2026');
    expect(slugFrom('!!!')).toBe('');
  });
});
