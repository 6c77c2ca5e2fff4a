import { describe, expect, it } from '@jest/globals';
import { draftOf } from './open-draft.js';
import { bodyOf, emptyDraft, emptyTicket, type SaleDraft, slugFrom, type TicketDraft, wholeOf } from './sale-draft.js';

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

  it('says everything that is wrong at once, by field', () => {
    const errors = (changes: Partial<SaleDraft>): Record<string, string> => {
      const made = bodyOf({ ...draft, ...changes }, 'UTC');
      return 'errors' in made ? Object.fromEntries(made.errors) : {};
    };
    expect(errors({ show: ' ', venue: '' })).toEqual({ show: 'The show needs a name.', venue: 'Where is it?' });
    expect(errors({ opensAt: '2001-01-01T10:00' })).toEqual({
      prequeueAt: 'The waiting room must open before the sale.',
    });
    expect(Object.keys(errors({ tickets: [emptyTicket(1)] }))).toEqual(['tickets.1.name', 'tickets.1.price']);
  });

  it.each([
    ['8000', 8_000],
    [' 8000 ', 8_000],
    [8_000, 8_000],
    ['', null],
    ['0', null],
    ['1.5', null],
    ['-3', null],
    ['80,00', null],
    ['1000001', null],
  ])('reads the number %j as %j, and never as another one', (typed, value) => {
    expect(wholeOf(typed, 1_000_000)).toBe(value);
  });

  it('refuses a number that is empty or half typed, instead of mending it', () => {
    const [standing] = draft.tickets;
    const made = bodyOf({ ...draft, cap: '', tickets: [{ ...(standing as TicketDraft), capacity: '' }] }, 'UTC');
    expect('errors' in made && [...made.errors.keys()]).toEqual(['tickets.1.capacity', 'cap']);
  });

  it('makes an address of a name', () => {
    expect(slugFrom('  Château d’If – Finale 2026 ')).toBe('chateau-d-if-finale-2026');
    expect(slugFrom('!!!')).toBe('');
  });

  it('opens again as it was, and saves as it was', () => {
    const made = bodyOf(draft, 'Europe/Berlin');
    if ('errors' in made) throw new Error('the draft is wrong');
    expect(bodyOf(draftOf(made.body, 0), 'UTC')).toEqual({ body: { ...made.body, slug: 'arena-night' } });
  });

  it('keeps what the form does not show: lanes, policy, and a house that it cannot draw', () => {
    const rows = [
      { label: 'A', seats: 3 },
      { label: 'B', seats: 5 },
    ];
    const body = {
      ...{
        slug: 'odd-house',
        name: 'Odd',
        currency: 'EUR',
        challenge: 'on',
        lanes: [{ key: 'fanclub', access: 'code' }],
      },
      show: { name: 'Show', venue: 'Hall', startsAt: '2027-03-01T20:00:00.000Z', timeZone: 'Europe/Paris' },
      ...{ prequeueAt: '2027-01-01T09:00:00.000Z', opensAt: '2027-01-01T10:00:00.000Z' },
      seatMap: { sections: [{ key: 'S', label: 'Stalls', rows }] },
      ticketTypes: [{ name: 'Seat', admission: 'reserved', price: 5000, sections: ['S'], channel: 'public' }],
      policy: { cap: 10, perMinute: 20, holdMinutes: 4 },
    };
    const opened = draftOf(body, 0);
    expect(opened.tickets[0]?.kept).toEqual({ sections: ['S'], zones: [], seats: 8 });
    expect(bodyOf({ ...opened, cap: '12' }, 'UTC')).toMatchObject({
      body: { ...body, policy: { cap: 12, perMinute: 20, holdMinutes: 4 } },
    });
  });
});
