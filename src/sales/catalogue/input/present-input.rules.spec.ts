import { describe, expect, it } from '@jest/globals';
import type { SaleView, TicketTypeView } from '../../sales.types.js';
import { presentInput, stockOf, type PresentSale } from './present-input.rules.js';
import { defaultPolicy } from './sale-input.rules.js';
import type { SaleInput } from './sale-input.types.js';

const input: SaleInput = {
  ...{ slug: 'tides', name: 'Presale', currency: 'EUR' },
  show: { name: 'The Tides', venue: 'Hall', startsAt: '2030-06-01T21:00:00+02:00', timeZone: 'Europe/Berlin' },
  ...{ prequeueAt: '2030-05-01T09:00:00Z', opensAt: '2030-05-01T10:00:00Z' },
  lanes: [{ key: 'general', label: 'General' }],
  policy: { cap: 50 },
  ticketTypes: [{ name: 'Standing', admission: 'general', price: 4500, capacity: 100 }],
};
const standing: TicketTypeView = {
  ...{ id: 'tt_1', name: 'Standing', admission: 'general', priceMinor: 4500, fee: null, tax: null },
  ...{ maxPerFan: 4, min: 1, multiple: 1, poolId: 'pool_1', sections: [], toldStock: 'plenty' },
};
const view = {
  ...{ state: 'scheduled', slug: 'tides', name: 'Presale', currency: 'EUR' },
  show: { timeZone: 'Europe/Berlin', startsAt: '2030-06-01T19:00:00.000Z', venue: 'Hall', name: 'The Tides' },
  ...{ prequeueAt: '2030-05-01T09:00:00.000Z', opensAt: '2030-05-01T10:00:00.000Z', closesAt: null },
  ...{ challenge: 'auto', listed: true, transferable: true, seller: null },
  lanes: [{ key: 'general', label: 'General', weight: 1, access: 'open' }],
  policy: { ...defaultPolicy, cap: 50 },
  ticketTypes: [standing],
} as unknown as SaleView;
const pool = (ticketTypeId: string, capacity: number, channel = 'public') => ({ ticketTypeId, capacity, channel });
const present = (changes: Partial<SaleView> = {}, sale: Partial<PresentSale> = {}): SaleInput =>
  presentInput(input, {
    view: { ...view, ...changes },
    branding: { pictureId: null, logoId: null, accent: null },
    stock: stockOf([pool('tt_1', 100)]),
    ...sale,
  });

describe('the body that would make a sale as it is now', () => {
  it('is what was sent while nothing was changed', () => {
    expect(present()).toEqual(input);
    expect(present({ state: 'draft' })).toEqual(input);
  });

  it('has what fans were told since: names, look, prices, limits, new ticket types', () => {
    const show = { ...view.show, venue: 'Arena' };
    const seller = { name: 'Tides Ltd', address: null, email: null, refundRule: null } as SaleView['seller'];
    const added: TicketTypeView = { ...standing, id: 'tt_2', name: 'Balcony', priceMinor: 9900 };
    const made = present(
      {
        ...{ name: 'Sale', show, listed: false, transferable: false, seller },
        ticketTypes: [{ ...standing, priceMinor: 3900, maxPerFan: 6, multiple: 2 }, added],
      },
      {
        branding: { pictureId: 'pic_1', logoId: null, accent: '#8c1d40' },
        stock: stockOf([pool('tt_1', 90), pool('tt_1', 10, 'club'), pool('tt_2', 0), pool('tt_2', 30, 'sponsor')]),
      },
    );
    expect(made).toMatchObject({
      ...{ name: 'Sale', show, listed: false, transferable: false, seller },
      branding: { pictureId: 'pic_1', accent: '#8c1d40' },
      ticketTypes: [
        { name: 'Standing', price: 3900, capacity: 100, maxPerFan: 6, multiple: 2 },
        { name: 'Balcony', admission: 'general', price: 9900, capacity: 30, channel: 'sponsor' },
      ],
    });
    expect(made.ticketTypes[0]).not.toHaveProperty('min');
    expect(made.ticketTypes[0]).not.toHaveProperty('channel');
  });

  it('leaves the room of standing areas to the map', () => {
    const [{ capacity: _, ...type } = { capacity: 0 }] = input.ticketTypes;
    const sent = { ...input, ticketTypes: [type] } as SaleInput;
    const sale = { branding: { pictureId: null, logoId: null, accent: null }, stock: stockOf([pool('tt_1', 50)]) };
    expect(presentInput(sent, { view: { ...view, state: 'draft' }, ...sale })).toEqual(sent);
  });

  it('leaves out a look that was removed', () => {
    const worn = { ...input, seller: { name: 'Tides Ltd' }, branding: { accent: '#8C1D40' } };
    const sale = { view, branding: { pictureId: null, logoId: null, accent: null }, stock: new Map() };
    expect(JSON.parse(JSON.stringify(presentInput(worn, sale)))).toEqual(input);
  });

  it('has what the control room moved only while it is a draft', () => {
    const moved: Partial<SaleView> = {
      ...{ opensAt: '2030-05-01T10:30:00.000Z', closesAt: '2030-05-02T10:00:00.000Z', challenge: 'on' },
      ...{ policy: { ...defaultPolicy, cap: 25 }, lanes: view.lanes.map((lane) => ({ ...lane, weight: 3 })) },
    };
    const raised = { stock: stockOf([pool('tt_1', 140)]) };
    expect(present(moved, raised)).toEqual(input);
    expect(present({ ...moved, state: 'draft' }, raised)).toMatchObject({
      ...{ opensAt: moved.opensAt, closesAt: moved.closesAt, challenge: 'on', policy: moved.policy },
      lanes: [{ key: 'general', weight: 3 }],
      ticketTypes: [{ capacity: 140 }],
    });
  });
});
