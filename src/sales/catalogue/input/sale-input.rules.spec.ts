import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { defaultPolicy, planSale } from './sale-input.rules.js';
import { SaleInput } from './sale-input.types.js';

const show = { name: 'The Show', venue: 'The Arena', startsAt: '2027-05-01T18:00:00.000Z', timeZone: 'Europe/Berlin' };
const body = {
  slug: 'arena-night',
  name: 'Arena night',
  currency: 'EUR',
  show,
  prequeueAt: '2027-01-01T09:00:00.000Z',
  opensAt: '2027-01-01T10:00:00.000+01:00',
  ticketTypes: [{ name: 'Standing', admission: 'general', price: 4500, capacity: 500 }],
};
const seated = {
  seatMap: { sections: [{ key: 'A', label: 'Stalls', rows: [{ label: '1', seats: 20 }] }] },
  ticketTypes: [{ name: 'Seated', admission: 'reserved', price: 6500, sections: ['A'], maxPerFan: 6 }],
};
const fine = { ...body, opensAt: '2027-01-01T10:00:00.000Z' };

const read = (json: object) => plainToInstance(SaleInput, json);
const fieldsRefused = (json: object): string[] => {
  const walk = (errors: ReturnType<typeof validateSync>, path: string): string[] =>
    errors.flatMap((error) => {
      const field = path === '' ? error.property : `${path}.${error.property}`;
      return [...(error.constraints ? [field] : []), ...walk(error.children ?? [], field)];
    });
  return walk(validateSync(read(json), { whitelist: true, forbidNonWhitelisted: true }), '');
};
const errorsOf = (json: object): string[] => {
  const result = planSale(read(json));
  return result.kind === 'invalid' ? result.errors.map(({ field }) => field) : [result.kind];
};

describe('the fields of a sale', () => {
  it('accepts the smallest body and one with everything', () => {
    expect(fieldsRefused(fine)).toEqual([]);
    const everything = {
      ...fine,
      ...seated,
      closesAt: null,
      challenge: 'off',
      entry: 'open',
      beacon: false,
      listed: true,
      transferable: true,
      lanes: [{ key: 'general', label: 'General', weight: 1, access: 'open' }],
      policy: { ...defaultPolicy },
      limits: { by: ['place'], across: 'sale' },
    };
    expect(fieldsRefused(everything)).toEqual([]);
  });

  const bad: [string, object, string][] = [
    ['a slug with a slash', { slug: 'a/b' }, 'slug'],
    ['a name with a line break', { name: 'two\nlines' }, 'name'],
    ['a name that turns text around', { name: 'abc\u202ecba' }, 'name'],
    ['an empty name', { name: '   ' }, 'name'],
    ['a name of nothing to see', { name: '\u200b\u200d\ufe0f' }, 'name'],
    ['a name with half a character', { name: 'a\ud800' }, 'name'],
    ['a time without an offset', { opensAt: '2027-01-01T10:00:00.000' }, 'opensAt'],
    ['a week', { opensAt: '2027-W01-1T10:00:00Z' }, 'opensAt'],
    ['a day of the year', { opensAt: '2027-001T10:00:00Z' }, 'opensAt'],
    ['a time in short', { show: { ...show, startsAt: '20270101T100000Z' } }, 'show.startsAt'],
    ['a time with a comma', { opensAt: '2027-01-01T10:00:00,5Z' }, 'opensAt'],
    ['a day that does not exist', { opensAt: '2027-02-30T10:00:00Z' }, 'opensAt'],
    ['an unknown time zone', { show: { ...show, timeZone: 'Mars/Base' } }, 'show.timeZone'],
    [
      'a price of a fraction',
      { ticketTypes: [{ name: 'x', admission: 'general', price: 1.5, capacity: 1 }] },
      'ticketTypes.0.price',
    ],
    [
      'a price below nothing',
      { ticketTypes: [{ name: 'x', admission: 'general', price: -1, capacity: 1 }] },
      'ticketTypes.0.price',
    ],
    ['no ticket type', { ticketTypes: [] }, 'ticketTypes'],
    ['13 ticket types', { ticketTypes: Array.from({ length: 13 }, () => body.ticketTypes[0]) }, 'ticketTypes'],
    ['9 lanes', { lanes: Array.from({ length: 9 }, (_, n) => ({ key: `l${n}`, label: 'Lane' })) }, 'lanes'],
    ['a lane key that looks like a number', { lanes: [{ key: '1', label: 'Lane' }] }, 'lanes.0.key'],
    ['a cap of nobody', { policy: { cap: 0 } }, 'policy.cap'],
    ['an unknown field', { capacity: 5 }, 'capacity'],
    ['an unknown field of the policy', { policy: { speed: 5 } }, 'policy.speed'],
    ['a show that is text', { show: 'tonight' }, 'show'],
  ];
  it.each(bad)('refuses %s', (_what, change, field) => {
    expect(fieldsRefused({ ...fine, ...change })).toContain(field);
  });

  it('brings names into one Unicode form', () => {
    expect(read({ ...fine, name: ' Cafe\u0301 ' }).name).toBe('Caf\u00e9');
  });
});

describe('planning a sale', () => {
  it('fills in what is left out', () => {
    const result = planSale(read(fine));
    expect(result).toMatchObject({
      kind: 'planned',
      plan: {
        challenge: 'auto',
        listed: true,
        transferable: true,
        closesAt: null,
        policy: defaultPolicy,
        lanes: [{ key: 'general', weight: 1, access: 'open' }],
        limits: { by: ['place'], across: 'sale' },
      },
    });
  });

  it('takes null for left out', () => {
    expect(errorsOf({ ...fine, lanes: null, policy: null, limits: null, closesAt: null, seatMap: null })).toEqual([
      'planned',
    ]);
  });

  it('allows times in the past', () => {
    expect(errorsOf({ ...fine, prequeueAt: '2001-01-01T00:00:00Z', opensAt: '2001-01-01T00:00:00Z' })).toEqual([
      'planned',
    ]);
  });

  const wrong: [string, object, string][] = [
    ['a prequeue after the opening', { prequeueAt: '2027-01-01T11:00:00Z' }, 'prequeueAt'],
    ['an end before the opening', { closesAt: '2027-01-01T09:30:00Z' }, 'closesAt'],
    ['a currency that nobody has', { currency: 'QQQ' }, 'currency'],
    [
      'two lanes with one key',
      {
        lanes: [
          { key: 'a', label: 'A' },
          { key: 'a', label: 'B' },
        ],
      },
      'lanes',
    ],
    [
      'general admission without a capacity',
      { ticketTypes: [{ name: 'x', admission: 'general', price: 100 }] },
      'ticketTypes.0.capacity',
    ],
    [
      'general admission with sections',
      { ticketTypes: [{ name: 'x', admission: 'general', price: 100, capacity: 1, sections: ['A'] }] },
      'ticketTypes.0.sections',
    ],
    [
      'seats with a capacity',
      { ...seated, ticketTypes: [{ ...seated.ticketTypes[0], capacity: 5 }] },
      'ticketTypes.0.capacity',
    ],
    [
      'seats of a section that is not on the map',
      { ...seated, ticketTypes: [{ ...seated.ticketTypes[0], sections: ['B'] }] },
      'ticketTypes.0.sections',
    ],
    ['an unknown stored map', { ...seated, seatMap: null, seatMapId: 'map_none' }, 'seatMapId'],
    ['a stored map and one of its own', { ...seated, seatMapId: 'map_club' }, 'seatMapId'],
    [
      'one section in two ticket types',
      { ...seated, ticketTypes: [seated.ticketTypes[0], seated.ticketTypes[0]] },
      'ticketTypes.1.sections',
    ],
    ['a section that nothing sells', { seatMap: seated.seatMap }, 'seatMap.sections'],
    [
      'more than 100,000 seats',
      {
        ...seated,
        seatMap: {
          sections: [
            { key: 'A', label: 'A', rows: Array.from({ length: 101 }, (_, n) => ({ label: `r${n}`, seats: 1000 })) },
          ],
        },
      },
      'seatMap',
    ],
    [
      'two rows with one label',
      {
        ...seated,
        seatMap: {
          sections: [
            {
              key: 'A',
              label: 'A',
              rows: [
                { label: '1', seats: 1 },
                { label: '1', seats: 1 },
              ],
            },
          ],
        },
      },
      'seatMap.sections.0.rows.1.label',
    ],
  ];
  it.each(wrong)('refuses %s', (_what, change, field) => {
    expect(errorsOf({ ...fine, ...change })).toContain(field);
  });

  it('refuses a ramp that begins above the rate it leads to, and takes any other', () => {
    const ramp = { minutes: 5, fromPerMinute: 700 };
    expect(errorsOf({ ...fine, policy: { perMinute: 600, ramp } })).toEqual(['policy.ramp.fromPerMinute']);
    expect(errorsOf({ ...fine, policy: { perMinute: 700, ramp } })).toEqual(['planned']);
    expect(errorsOf({ ...fine, entry: 'card', policy: { ramp: { minutes: 5 } } })).toEqual(['planned']);
  });
});
