import { describe, expect, it } from '@jest/globals';
import { bodyOf, errorsFromServer } from './draft-body.js';
import { errorsOf, hintsOf, keysIn } from './draft-checks.js';
import { draftOf } from './open-draft.js';
import { sizeOf, suggestedPace } from './pace.js';
import {
  emptyDraft,
  emptyLane,
  emptyTicket,
  feeOf,
  laneKeyOf,
  type SaleDraft,
  slugFrom,
  type TicketDraft,
  totalOf,
  wholeOf,
} from './sale-draft.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const draft: SaleDraft = {
  ...emptyDraft(NOW, 'Europe/Berlin'),
  name: 'Ärena Night!',
  show: 'The Lanterns',
  venue: 'Harbour Arena',
  tickets: [
    { ...emptyTicket(1), name: 'Standing', price: '45' },
    { ...emptyTicket(2), name: 'Seated', price: '65,50', seated: true, rows: '2', seatsPerRow: '3' },
  ],
};
const bodyOrThrow = (from: SaleDraft): Record<string, unknown> => {
  const made = bodyOf(from);
  if ('errors' in made) throw new Error(JSON.stringify([...made.errors]));
  return made.body;
};
const errors = (changes: Partial<SaleDraft>): Record<string, string> =>
  Object.fromEntries(errorsOf({ ...draft, ...changes }));
const hints = (changes: Partial<SaleDraft>): Record<string, string> =>
  Object.fromEntries(hintsOf({ ...draft, ...changes }, NOW));

describe('the draft of a sale', () => {
  it('becomes the body of a sale, in the zone of the venue, with a section for each seated ticket type', () => {
    expect(bodyOrThrow(draft)).toMatchObject({
      slug: 'arena-night',
      show: { timeZone: 'Europe/Berlin', startsAt: '2026-04-01T18:00:00.000Z' },
      opensAt: '2026-03-02T09:00:00.000Z',
      closesAt: null,
      ...{ entry: 'open', challenge: 'auto', listed: true },
      lanes: [{ key: 'general', label: 'General', access: 'open', weight: 1 }],
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
    });
  });

  it('says everything that is wrong at once, by field', () => {
    expect(errors({ show: ' ', venue: '' })).toEqual({ show: 'The show needs a name.', venue: 'Where is it?' });
    expect(errors({ opensAt: '2001-01-01T10:00' })).toEqual({
      prequeueAt: 'The waiting room must open before the sale.',
    });
    expect(errors({ closesAt: '2026-03-01T10:00' })).toEqual({ closesAt: 'It must close after it opens.' });
    expect(Object.keys(errors({ tickets: [emptyTicket(1)] }))).toEqual(['tickets.1.name', 'tickets.1.price']);
    expect(Object.keys(errors({ lanes: [emptyLane(3)] }))).toEqual(['lanes.3.label']);
    expect(Object.keys(errors({ entry: 'account', jwksUrl: 'keys' }))).toEqual(['jwksUrl']);
    const shared = { entry: 'account', jwksUrl: 'https://appleid.apple.com/auth/keys' } as const;
    expect(Object.keys(errors(shared))).toEqual(['audience']);
    expect(errors({ ...shared, audience: 'club' })).toEqual({});
    expect(Object.keys(errors({ policy: { ...draft.policy, cap: '', holdMinutes: '61', groupMax: '1.5' } }))).toEqual([
      ...['cap', 'holdMinutes', 'groupMax'],
    ]);
    expect(Object.keys(errors({ startsAt: '2026-03-29T02:30' }))).toEqual(['startsAt']);
  });

  it('questions what is allowed and seldom meant', () => {
    expect(hints({})).toEqual({});
    expect(hints({ opensAt: '2020-03-01T10:00', prequeueAt: '2020-03-01T09:00' })['opensAt']).toContain('past');
    expect(hints({ prequeueAt: '2026-03-02T09:57' })['prequeueAt']).toContain('five minutes');
    expect(hints({ startsAt: '2026-03-02T09:00' })['startsAt']).toContain('before');
    expect(hints({ startsAt: '2026-10-25T02:30' })['startsAt']).toContain('clocks go back');
    expect(hints({ lanes: [{ ...emptyLane(1), label: 'Guests', access: 'invite' }] })['lanes']).toContain('invitation');
  });

  it.each([
    ['8000', 8_000],
    [' 8000 ', 8_000],
    ['8,000', 8_000],
    ['8.000', 8_000],
    ['8 000', 8_000],
    ['', null],
    ['0', null],
    ['1.5', null],
    ['-3', null],
    ['80,00', null],
    ['1000001', null],
  ])('reads the number %j as %j, and never as another one', (typed, value) => {
    expect(wholeOf(typed, 1_000_000)).toBe(value);
  });

  it('reads a fee as an amount, a percentage or both', () => {
    const fee = (typed: string) => feeOf({ ...emptyTicket(1), fee: typed }, 'EUR');
    expect(fee('2,50')).toMatchObject({ amount: 250, percent: null });
    expect(fee('5 %')).toMatchObject({ amount: null, percent: 5 });
    expect(fee('5% + €2.50')).toMatchObject({ amount: 250, percent: 5 });
    expect(fee('5% + 3%')).toBeNull();
    expect(fee('much')).toBeNull();
  });

  it('refuses a number that is empty or half typed, instead of mending it', () => {
    const [standing] = draft.tickets;
    expect(Object.keys(errors({ tickets: [{ ...(standing as TicketDraft), capacity: '' }] }))).toEqual([
      'tickets.1.capacity',
    ]);
  });

  it('makes an address of a name, and the key of a lane', () => {
    expect(slugFrom('  Château d’If – Finale 2026 ')).toBe('chateau-d-if-finale-2026');
    expect(slugFrom('!!!')).toBe('');
    expect(laneKeyOf({ ...emptyLane(2), label: 'Fan club' })).toBe('fan_club');
    expect(laneKeyOf({ ...emptyLane(2), label: '2026' })).toBe('lane_2');
    expect(laneKeyOf({ ...emptyLane(2), laneKey: 'fans', label: 'Renamed' })).toBe('fans');
  });

  it('counts by what the entry can prove and a tour can know, and comes back as it was saved', () => {
    const limits = { by: ['email', 'identity'] as const, across: 'tour' as const, tour: 'nights-2027', perOrder: '' };
    const on = (changes: object) =>
      bodyOrThrow({ ...draft, limits: { ...limits, by: [...limits.by], ...changes }, entry: 'email' });
    expect(on({})['limits']).toEqual({ by: ['place', 'email', 'identity'], across: 'tour', tour: 'nights-2027' });
    expect(on({ across: 'sale' })['limits']).toEqual({ by: ['place', 'email', 'identity'], across: 'sale' });
    expect(bodyOrThrow(draft)['limits']).toEqual({ by: ['place'], across: 'sale' });
    expect(errors({ limits: { by: ['identity'], across: 'tour', tour: 'a b', perOrder: '51' } })).toMatchObject({
      limits: expect.stringContaining('tour'),
      tour: expect.stringContaining('hyphens'),
      perOrder: expect.stringContaining('50'),
    });
    const opened = draftOf(on({}), NOW);
    expect(opened.limits).toEqual({ by: ['email', 'identity'], across: 'tour', tour: 'nights-2027', perOrder: '' });
    const limited = on({ across: 'sale', perOrder: '6' });
    expect(limited['limits']).toEqual({ by: ['place', 'email', 'identity'], across: 'sale', perOrder: 6 });
    expect(draftOf(limited, NOW).limits.perOrder).toBe('6');
    expect(bodyOrThrow(opened)['limits']).toEqual(on({})['limits']);
    const said = errorsFromServer(draft, [{ field: 'limits.by', message: 'no' }]);
    expect([...said.errors]).toEqual([['limits', 'No.']]);
    const order = errorsFromServer(draft, [{ field: 'limits.perOrder', message: 'no' }]);
    expect([...order.errors]).toEqual([['perOrder', 'No.']]);
  });

  it('suggests a pace for the size of the show until somebody sets one', () => {
    const policy = (tickets: number, changes: Partial<SaleDraft['policy']> = {}): unknown =>
      bodyOrThrow({
        ...draft,
        tickets: [{ ...(draft.tickets[0] as TicketDraft), capacity: String(tickets) }],
        policy: { ...draft.policy, ...changes },
      })['policy'];
    expect(policy(500)).toMatchObject({ perMinute: 10, cap: 50, shopMinutes: 10 });
    expect(policy(20_000)).toMatchObject({ perMinute: 180, cap: 900 });
    expect(policy(60_000)).toMatchObject({ perMinute: 540, cap: 2_700 });
    expect(policy(20_000, { cap: '1,200' })).toMatchObject({ perMinute: 180, cap: 1_200 });
    expect([500, 3_000, 20_000, 60_000].map(sizeOf)).toEqual(['club', 'theatre', 'arena', 'stadium']);
    expect(suggestedPace(1_000_000)).toEqual({ perMinute: 1_500, cap: 7_500 });
  });

  it('reads a key set, a list of keys or one key', () => {
    const key = { kty: 'OKP', crv: 'Ed25519', x: 'abc' };
    for (const value of [{ keys: [key] }, [key], key]) expect(keysIn(JSON.stringify(value))).toEqual([key]);
    for (const text of ['', '[]', '{"keys":7}', '[1]', 'null']) expect(keysIn(text)).toBeNull();
  });

  it('shows what the server refuses beside the field that it is about', () => {
    const said = [
      { field: 'ticketTypes.1.price', message: 'must be at least 50' },
      { field: 'show.timeZone', message: 'must be a time zone' },
      { field: 'ticketTypes.0.sections', message: 'is taken' },
      { field: 'seatMap', message: 'has too many seats' },
    ];
    const { errors: shown, rest } = errorsFromServer(draft, said);
    expect([...shown]).toEqual([
      ['tickets.2.price', 'Must be at least 50.'],
      ['timeZone', 'Must be a time zone.'],
      ['tickets.1.section', 'Is taken.'],
    ]);
    expect(rest).toEqual([said[3]]);
  });
});

describe('a draft that is opened again', () => {
  const full: SaleDraft = {
    ...draft,
    closesAt: '2026-03-30T22:00',
    ...{ listed: false, challenge: 'on', entry: 'account', jwksUrl: 'https://club.example/jwks', issuer: 'club' },
    lanes: [...draft.lanes, { ...emptyLane(2), label: 'Fan club', weight: '5' }],
    policy: { ...draft.policy, cap: '12', holdMinutes: '4', groupMax: '1' },
  };

  it.each([
    ['with the usual settings', draft],
    ['with every setting', full],
  ])('is as it was, and saves as it was, %s', (_, from) => {
    const body = bodyOrThrow(from);
    expect(bodyOrThrow(draftOf(body, 0))).toEqual(body);
  });

  it('keeps what the form does not show, and a house that it cannot draw', () => {
    const rows = [
      { label: 'A', seats: 3 },
      { label: 'B', seats: 5 },
    ];
    const body = {
      ...{ slug: 'odd-house', name: 'Odd', currency: 'EUR', challenge: 'on' as const, beacon: false },
      lanes: [{ key: 'fanclub', access: 'code' as const }],
      show: { name: 'Show', venue: 'Hall', startsAt: '2027-03-01T20:00:00.000Z', timeZone: 'Europe/Paris' },
      ...{ prequeueAt: '2027-01-01T09:00:00.000Z', opensAt: '2027-01-01T10:00:00.000Z' },
      seatMap: { sections: [{ key: 'S', label: 'Stalls', rows }] },
      ticketTypes: [{ name: 'Seat', admission: 'reserved', price: 5000, sections: ['S'], channel: 'public' }],
      policy: { cap: 10, perMinute: 20, holdMinutes: 4, ramp: { minutes: 5, fromPerMinute: 2 } },
    };
    const opened = draftOf(body, 0);
    expect(opened.tickets[0]?.kept).toEqual({ sections: ['S'], zones: [], seats: 8 });
    expect(bodyOrThrow({ ...opened, policy: { ...opened.policy, cap: '12' } })).toMatchObject({
      ...body,
      policy: { cap: 12, perMinute: 20, holdMinutes: 4, ramp: { minutes: 5, fromPerMinute: 2 } },
    });
  });

  it('sells the zones of a stored map', () => {
    const house: SaleDraft = {
      ...draft,
      seatMapId: 'map_1',
      tickets: [{ ...(draft.tickets[1] as TicketDraft), zones: ['stalls'] }],
    };
    const body = bodyOrThrow(house);
    expect(body).toMatchObject({ seatMapId: 'map_1', ticketTypes: [{ admission: 'reserved', zones: ['stalls'] }] });
    expect(body).not.toHaveProperty('seatMap');
    expect(bodyOrThrow(draftOf(body, 0))).toEqual(body);
    expect(Object.keys(errors({ ...house, tickets: [draft.tickets[1] as TicketDraft] }))).toEqual(['tickets.2.zones']);
  });

  it('sells a map without zones by its sections, and sizes the door by its seats', () => {
    const seats = draft.tickets[1] as TicketDraft;
    const house: SaleDraft = { ...draft, seatMapId: 'map_1', mapSeats: 20_000 };
    const whole = { ...house, tickets: [{ ...seats, mapSections: ['A', 'B'] }] };
    const body = bodyOrThrow(whole);
    expect(body).toMatchObject({ ticketTypes: [{ admission: 'reserved', sections: ['A', 'B'] }] });
    expect(draftOf(body, 0).tickets[0]?.mapSections).toEqual(['A', 'B']);
    expect(totalOf(whole)).toBe(20_000);
    expect(body['policy']).toMatchObject(suggestedPace(20_000));
    expect(totalOf({ ...house, tickets: draft.tickets })).toBe(20_500);
    expect(totalOf({ ...whole, seatMapId: null })).toBeLessThan(20_000);
  });

  it('forgets how many there were when it is sold seat by seat instead', () => {
    const opened = draftOf(bodyOrThrow(draft), 0);
    const [standing] = opened.tickets;
    const body = bodyOrThrow({ ...opened, tickets: [{ ...(standing as TicketDraft), seated: true }] });
    expect((body['ticketTypes'] as object[])[0]).not.toHaveProperty('capacity');
  });
});
