const SALE = 'sale_06f3k2v8r1c9m4t7x0p5b2n6qa';
const TYPE = 'tt_06f3k2v8r1c9m4t7x0p5b2n6qb';
const HOLD = 'hold_06f3k2v8r1c9m4t7x0p5b2n6qf';
const PARTNER = 'prt_06f3k2v8r1c9m4t7x0p5b2n6qg';
const items = [{ ticketTypeId: TYPE, quantity: 2 }];
const buyer = { email: 'ann@example.com', name: 'Ann Fan' };

/** Ids in the examples; those of your own calls take their place. */
export const exampleIds = { SALE, TYPE, HOLD, PARTNER } as const;

/**
 * Bodies of the calls from a sale's draft to a ticket, by the class that checks them. The API page shows them, and a
 * test sells with them.
 */
export const requestExamples: Readonly<Record<string, object>> = {
  SaleInput: {
    slug: 'harbour-lights',
    name: 'Harbour Lights',
    currency: 'EUR',
    show: {
      name: 'Harbour Lights',
      venue: 'Pier 7',
      startsAt: '2027-06-01T18:00:00.000Z',
      timeZone: 'Europe/Berlin',
    },
    prequeueAt: '2027-05-01T09:30:00.000Z',
    opensAt: '2027-05-01T10:00:00.000Z',
    challenge: 'off',
    ticketTypes: [{ name: 'Standing', admission: 'general', price: 4500, capacity: 500, maxPerFan: 4 }],
  },
  PartnerBody: { name: 'Fan Club', email: 'tickets@club.example' },
  ApiKeyBody: {
    name: 'Shop',
    partnerId: PARTNER,
    scopes: ['sales:read', 'holds:write', 'orders:write', 'orders:read', 'events:read', 'endpoints:write'],
    expiresAt: null,
  },
  ChannelInput: {
    ...{ key: 'club', label: 'Fan club', partnerId: PARTNER },
    allocations: [{ ticketTypeId: TYPE, quantity: 50 }],
  },
  PromoCodeBody: { saleId: SALE, code: 'EARLY', percent: 10, maxUses: 100 },
  EndpointBody: { url: 'https://club.example/hooks', types: ['order.paid', 'order.canceled'] },
  ReplayBody: { missed: true },
  PartnerHoldBody: { saleId: SALE, items },
  PartnerOrderBody: { holdId: HOLD, buyer, payment: { reference: 'INV-2001' } },
  PartnerReturnBody: { items: [{ ticketTypeId: TYPE, quantity: 10 }] },
  PlaceInput: {},
  HoldItemsDto: { items },
  CreateOrderDto: { holdId: HOLD, buyer },
};
