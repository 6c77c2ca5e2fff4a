import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getMetadataStorage } from 'class-validator';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { GroupShape } from '../../src/contract/line/place-shapes.js';
import type { AdmissionShape, JoinShape, PlaceShape, Snapshot } from '../../src/contract/line/line-shapes.js';
import type { HoldShape, OrderShape } from '../../src/contract/orders/order-shapes.js';
import type { SaleShape } from '../../src/contract/sale/sale-shapes.js';
import type { SectionShape } from '../../src/contract/stock/availability-shapes.js';
import type { StaffOrderDetail, StaffSaleShape } from '../../src/contract/staff/staff-shapes.js';
import { quicknet } from '../../src/contract/line/beacon.js';
import { BrandingInput } from '../../src/sales/catalogue/input/branding-input.types.js';
import { SellerInput } from '../../src/sales/catalogue/input/seller-input.types.js';
import * as policies from '../../src/sales/catalogue/input/policy-input.types.js';
import * as inputs from '../../src/sales/catalogue/input/sale-input.types.js';
import * as ticketTypes from '../../src/sales/catalogue/input/ticket-type-input.types.js';
import { admitted, claimTurn, heldTickets, joinLine, passHeaders, publishedSale, saleBody } from '../support/sale.js';
import { adminHeaders, call, startSystem, type TestSystem, until } from '../support/system.js';

/** Every field a promoter can set: the classes of the body of POST /v1/admin/sales, by the prefix used here. */
const classes = {
  sale: inputs.SaleInput,
  show: inputs.ShowInput,
  lane: inputs.LaneInput,
  ticketType: ticketTypes.TicketTypeInput,
  fee: ticketTypes.FeeInput,
  tax: ticketTypes.TaxInput,
  policy: policies.PolicyInput,
  ramp: policies.RampInput,
  limits: inputs.LimitsInput,
  identityKeys: inputs.IdentityKeysInput,
  seller: SellerInput,
  branding: BrandingInput,
};
/** Fields whose nested fields are walked. */
const composed = new Set([
  ...['sale.show', 'sale.lanes', 'sale.ticketTypes', 'sale.policy', 'sale.limits', 'sale.identityKeys', 'sale.seller'],
  ...['sale.branding', 'ticketType.fee', 'ticketType.tax', 'policy.ramp'],
]);

function fieldsOf(prefix: string, type: new () => object): string[] {
  const rules = getMetadataStorage().getTargetValidationMetadatas(type, '', true, false);
  return [...new Set(rules.map(({ propertyName }) => `${prefix}.${propertyName}`))];
}

const MINUTE_MS = 60_000;
const inAnHour = (): string => new Date(Date.now() + 60 * MINUTE_MS).toISOString();
const ACCENT = '#8c1d40';
const NO_PICTURE = `pic_${'0'.repeat(64)}`;
const seller = {
  name: 'Arena GmbH',
  address: 'Hallenweg 1, Berlin',
  email: 'help@arena.example',
  refundRule: 'Money back only when the show is canceled.',
  termsUrl: 'https://arena.example/terms',
  privacyUrl: 'https://arena.example/privacy',
  helpUrl: 'https://arena.example/help',
};
let system: TestSystem;
beforeAll(async () => {
  system = await startSystem();
}, 60_000);
afterAll(() => system.close());

const sale = async (change: object = {}): Promise<SaleShape> => await publishedSale(system.url, { ...change });
const withPolicy = async (policy: object): Promise<SaleShape> =>
  await sale({ policy: { cap: 100, perMinute: 6000, ...policy } });
const seated = async (row: object = {}, section: object = {}): Promise<SaleShape> =>
  await sale({
    seatMap: { sections: [{ key: 'A', label: 'Stalls', rows: [{ label: '1', seats: 3, ...row }], ...section }] },
    ticketTypes: [
      { name: 'Seat', admission: 'reserved', price: 100, sections: [(section as { key?: string }).key ?? 'A'] },
    ],
  });
const plainType = { name: 'Standing', admission: 'general', price: 1000, capacity: 10 };
const typed = async (type: object): Promise<SaleShape> => await sale({ ticketTypes: [{ ...plainType, ...type }] });
const typeOf = (shape: SaleShape): SaleShape['ticketTypes'][number] => {
  const [type] = shape.ticketTypes;
  if (!type) throw new Error('the sale has no ticket type');
  return type;
};

/** Returns the code of a refusal, or 'accepted'. */
const codeOf = ({ status, body }: { status: number; body: unknown }): string =>
  status < 300 ? 'accepted' : String((body as { code?: string }).code);
const create = async (change: object): Promise<string> =>
  codeOf(await call(`${system.url}/v1/admin/sales`, { headers: adminHeaders, body: saleBody({ ...change }) }));
const join = async ({ slug }: SaleShape, body: object = {}): Promise<string> =>
  codeOf(await call(`${system.url}/v1/sales/${slug}/places`, { body }));
const asPlace = ({ placeToken }: JoinShape): Record<string, string> => ({ authorization: `Place ${placeToken}` });
const claim = async (place: JoinShape): Promise<string> =>
  codeOf(await call(`${system.url}/v1/place/admission`, { headers: asPlace(place), body: {} }));
const snapshot = async ({ slug }: SaleShape): Promise<Snapshot> =>
  (await call<Snapshot>(`${system.url}/v1/sales/${slug}/queue`)).body;
const minutesUntil = (time: string | null): number => (Date.parse(time ?? '') - Date.now()) / MINUTE_MS;
/** Expects a deadline set a moment ago to lie this many minutes ahead. */
const expectMinutes = (time: string | null, minutes: number): void => {
  expect(minutesUntil(time)).toBeLessThanOrEqual(minutes + 0.02);
  expect(minutesUntil(time)).toBeGreaterThan(minutes - 0.4);
};
const holdOf = async (shape: SaleShape, quantity: number): Promise<string> => {
  const { pass } = await admitted(system.url, shape.slug);
  const body = { items: [{ ticketTypeId: typeOf(shape).id, quantity }] };
  return codeOf(await call(`${system.url}/v1/sales/${shape.slug}/holds`, { headers: passHeaders(pass), body }));
};
const held = async (shape: SaleShape, quantity = 1): Promise<{ pass: string; hold: HoldShape }> => {
  const { pass } = await admitted(system.url, shape.slug);
  return {
    pass,
    hold: await heldTickets(system.url, shape.slug, pass, [{ ticketTypeId: typeOf(shape).id, quantity }]),
  };
};
const order = async (shape: SaleShape): Promise<OrderShape> => {
  const { pass, hold } = await held(shape);
  const body = { holdId: hold.id, buyer: { email: 'fan@example.com', name: 'A Fan' } };
  return (await call<OrderShape>(`${system.url}/v1/orders`, { headers: passHeaders(pass), body })).body;
};
/**
 * Returns the answer to a second fan with the same e-mail address, in the same sale or another. @param tour null: one
 * per sale
 */
const secondOrder = async (
  { tour, ...limits }: { tour?: string | null; [limit: string]: unknown },
  sales: 1 | 2,
): Promise<string> => {
  const ticketTypes = [{ name: 'Standing', admission: 'general', price: 1000, capacity: 10, maxPerFan: 1 }];
  const make = async (n: number): Promise<SaleShape> =>
    await sale({ ticketTypes, limits: { ...limits, ...(tour === undefined ? {} : { tour: tour ?? `tour-${n}` }) } });
  const first = await make(1);
  await order(first);
  const { pass, hold } = await held(sales === 1 ? first : await make(2));
  const body = { holdId: hold.id, buyer: { email: 'fan@example.com', name: 'A Fan' } };
  return codeOf(await call(`${system.url}/v1/orders`, { headers: passHeaders(pass), body }));
};
const confirmed = async ({ payment }: OrderShape, paymentMethod = 'pm_card_visa'): Promise<string> =>
  (await call<{ status: string }>(payment?.confirmUrl ?? '', { body: { paymentMethod } })).body.status;
/** Returns the state of a ticket whose buyer disputes the payment. */
const disputed = async (policy: object): Promise<string | undefined> => {
  const { id, ...placed } = await order(await withPolicy(policy));
  await confirmed({ id, ...placed }, 'pm_card_createDispute');
  return await until('the dispute', async () => {
    const address = `${system.url}/v1/admin/orders/${id}`;
    const { body } = await call<StaffOrderDetail>(address, { headers: adminHeaders });
    return body.state === 'paid' && body.dispute === 'opened' ? body.tickets[0]?.state : null;
  });
};
const section = async (shape: SaleShape, key = 'A'): Promise<SectionShape> => {
  const { pass } = await admitted(system.url, shape.slug);
  const address = `${system.url}/v1/sales/${shape.slug}/availability?section=${key}`;
  return (await call<SectionShape>(address, { headers: passHeaders(pass) })).body;
};
const called = async (shape: SaleShape): Promise<PlaceShape> => {
  const place = await joinLine(system.url, shape.slug);
  return await until('the call', async () => {
    const { body } = await call<PlaceShape>(`${system.url}/v1/place`, { headers: asPlace(place) });
    return body.state === 'called' ? body : null;
  });
};
/** Expects the first fan to be admitted and the second not. */
const expectOneInside = async (shape: SaleShape): Promise<void> => {
  await admitted(system.url, shape.slug);
  const second = await joinLine(system.url, shape.slug);
  await claim(second); // ready from now on
  await until('the next second', async () => (await snapshot(shape)).lanes['general']?.arrivals === 2);
  expect(await claim(second)).toBe('NOT_YET');
};

/** Admission credit accrues over time: at one per minute, nobody is called in the first seconds. */
const expectNobodyInside = async (shape: SaleShape): Promise<void> => {
  const place = await joinLine(system.url, shape.slug);
  await claim(place); // ready from now on
  await until('the next second', async () => (await snapshot(shape)).lanes['general']?.arrivals === 1);
  expect(await claim(place)).toBe('NOT_YET');
};

const account = async (): Promise<{ keys: object[]; token: (claims: object) => Promise<string> }> => {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const sign = (claims: object): Promise<string> =>
    new SignJWT({ sub: 'member-1', ...claims })
      .setProtectedHeader({ alg: 'EdDSA' })
      .setExpirationTime('5m')
      .sign(privateKey);
  return { keys: [{ ...(await exportJWK(publicKey)) }], token: sign };
};

/** Asserts each field's effect or its refusal; a field with neither cannot be listed. */
const walk: Record<string, () => Promise<void>> = {
  'sale.slug': async () =>
    expect((await call(`${system.url}/v1/sales/${(await sale({ slug: 'the-walk' })).slug}`)).status).toBe(200),
  'sale.name': async () => expect((await oddSale()).name).toBe('Another'),
  'sale.currency': async () => expect((await oddOrder()).total.currency).toBe('CHF'),
  'sale.prequeueAt': async () =>
    expect(await join(await sale({ prequeueAt: inAnHour(), opensAt: inAnHour() }))).toBe('SALE_NOT_OPEN'),
  'sale.opensAt': async () => {
    const shape = await sale({ opensAt: inAnHour() });
    expect(await claim(await joinLine(system.url, shape.slug))).toBe('SALE_NOT_OPEN');
  },
  'sale.closesAt': async () =>
    expect(await join(await sale({ closesAt: new Date(Date.now() - 1_000).toISOString() }))).toBe('SALE_CLOSED'),
  'sale.challenge': async () => expect(await join(await sale({ challenge: 'on' }))).toBe('CHALLENGE_REQUIRED'),
  'sale.entry': async () => {
    expect(await join(await sale({ entry: 'email' }))).toBe('IDENTITY_REQUIRED');
    expect(await join(await sale({ entry: 'card' }))).toBe('IDENTITY_REQUIRED');
  },
  'sale.beacon': async () => {
    const { slug } = await sale({ beacon: true, opensAt: inAnHour() });
    const { body } = await call<Snapshot>(`${system.url}/v1/sales/${slug}/queue`);
    expect(body.draw.beaconChain).toBe(quicknet.hash); // its effect at opening: test/integration/sales/beacon.spec.ts
  },
  'sale.listed': async () => {
    const { slug } = await oddSale();
    const { body } = await call<{ sales: SaleShape[] }>(`${system.url}/v1/sales`);
    expect(body.sales.map((each) => each.slug)).not.toContain(slug);
  },
  // what it refuses: test/integration/checkout/order-mails.spec.ts
  'sale.transferable': async () => expect((await oddSale()).transferable).toBe(false),
  'branding.accent': async () => expect((await oddSale()).branding?.accent).toBe(ACCENT),
  // uploaded ones are shown: test/integration/admin/drafts.spec.ts
  'branding.pictureId': async () =>
    expect(await create({ branding: { pictureId: NO_PICTURE } })).toBe('VALIDATION_FAILED'),
  'branding.logoId': async () => expect(await create({ branding: { logoId: NO_PICTURE } })).toBe('VALIDATION_FAILED'),
  ...Object.fromEntries(
    Object.entries(seller).map(([field, value]) => [
      `seller.${field}`,
      async () => expect((await oddSale()).seller).toMatchObject({ [field]: value }),
    ]),
  ),
  'show.name': async () => expect((await oddSale()).show.name).toBe('Gala'),
  'show.venue': async () => expect((await oddSale()).show.venue).toBe('Hall'),
  'show.startsAt': async () => expect((await oddSale()).show.startsAt).toBe('2031-01-01T20:00:00.000Z'),
  'show.timeZone': async () => expect((await oddSale()).show.timeZone).toBe('Asia/Tokyo'),
  'lane.key': async () => expect(await join(await oddSale(), { lane: 'general' })).toBe('LANE_UNKNOWN'),
  'lane.label': async () => expect((await oddSale()).lanes[0]?.label).toBe('Club'),
  'lane.weight': async () => expect((await snapshot(await oddSale())).lanes['club']?.weight).toBe(7),
  'lane.access': async () =>
    expect(await join(await sale({ lanes: [lane({ access: 'code' })] }))).toBe('ACCESS_CODE_REQUIRED'),
  'sale.seatMap': async () => expect((await section(await seated({ seats: 5 }))).seats).toHaveLength(5),
  'sale.seatMapId': async () => expect(await create({ seatMapId: 'map_unknown' })).not.toBe('accepted'),
  'ticketType.zones': async () =>
    expect(
      await create({
        seatMap: { sections: [{ key: 'A', label: 'Stalls', rows: [{ label: '1', seats: 3 }] }] },
        ticketTypes: [{ name: 'A', admission: 'reserved', price: 1, sections: ['A'], zones: ['nowhere'] }],
      }),
    ).toBe('VALIDATION_FAILED'),
  'ticketType.name': async () => expect(await labels()).toContain('Lawn'),
  'ticketType.admission': async () =>
    expect(await create({ ticketTypes: [{ name: 'A', admission: 'reserved', price: 1, capacity: 1 }] })).toBe(
      'VALIDATION_FAILED',
    ),
  'ticketType.price': async () => expect((await oddOrder()).lines[0]?.amount).toBe(1000),
  'ticketType.min': async () => expect(await holdOf(await typed({ min: 2 }), 1)).toBe('QUANTITY_NOT_OFFERED'),
  'ticketType.multiple': async () => expect(await holdOf(await typed({ multiple: 2 }), 3)).toBe('QUANTITY_NOT_OFFERED'),
  'ticketType.capacity': async () => expect(await holdOf(await typed({ capacity: 1 }), 2)).toBe('SOLD_OUT'),
  'ticketType.sections': async () =>
    expect(await create({ ticketTypes: [{ name: 'A', admission: 'reserved', price: 1, sections: ['X'] }] })).toBe(
      'VALIDATION_FAILED',
    ),
  'ticketType.maxPerFan': async () => expect(await holdOf(await typed({ maxPerFan: 2 }), 3)).toBe('LIMIT_EXCEEDED'),
  'ticketType.channel': async () => {
    expect(await holdOf(await typed({ channel: 'public' }), 1)).toBe('accepted');
    // the second type is what fans are called for
    const sponsored = await sale({
      ticketTypes: [
        { ...plainType, channel: 'sponsor' },
        { ...plainType, name: 'Open' },
      ],
    });
    expect(await holdOf(sponsored, 1)).toBe('SOLD_OUT');
    expect(await create({ ticketTypes: [{ ...plainType, channel: 'accessible' }] })).toBe('VALIDATION_FAILED');
  },
  'fee.label': async () => expect(await labels()).toContain('Booking'),
  'fee.amount': async () => expect((await oddOrder()).total.amount).toBe((1000 + 50 + 100) * 1.2),
  'fee.percent': async () => expect((await oddOrder()).lines.map(({ amount }) => amount)).toEqual([1000, 150, 230]),
  'tax.label': async () => expect(await labels()).toContain('GST'),
  'tax.percent': async () => expect((await oddOrder()).lines.at(-1)).toMatchObject({ kind: 'tax', amount: 230 }),
  'tax.included': async () =>
    expect((await order(await typed({ tax: { label: 'VAT', percent: 20, included: true } }))).total.amount).toBe(1000),
  'policy.cap': async () => await expectOneInside(await withPolicy({ cap: 1 })),
  'policy.perMinute': async () => await expectNobodyInside(await withPolicy({ perMinute: 1 })),
  'policy.graceSeconds': async () =>
    expectMinutes((await called(await withPolicy({ graceSeconds: 60 }))).claimBefore, 1),
  'policy.claimMinutes': async () =>
    expectMinutes((await called(await withPolicy({ claimMinutes: 3 }))).placeKeptUntil, 3),
  'policy.shopMinutes': async () =>
    expectMinutes((await admission(await withPolicy({ shopMinutes: 2, idleMinutes: 9 }))).admissionEndsAt, 2),
  'policy.idleMinutes': async () => expectMinutes((await admission(await withPolicy({ idleMinutes: 1 }))).idleUntil, 1),
  'policy.holdMinutes': async () => expectMinutes((await held(await withPolicy({ holdMinutes: 4 }))).hold.expiresAt, 4),
  'policy.payMinutes': async () =>
    expectMinutes((await order(await withPolicy({ payMinutes: 3, holdMinutes: 1 }))).expiresAt, 3),
  'policy.groupMax': async () => {
    const shape = await sale({ opensAt: inAnHour(), policy: { groupMax: 2 } });
    const headers = asPlace(await joinLine(system.url, shape.slug));
    expect((await call<GroupShape>(`${system.url}/v1/place/group`, { method: 'POST', headers })).body.most).toBe(2);
  },
  // once and beforeDraw: test/e2e/contract-terms.spec.ts
  'policy.handoff': async () => {
    const shape = await sale({ opensAt: inAnHour(), policy: { handoff: 'off' } });
    const headers = asPlace(await joinLine(system.url, shape.slug));
    expect(codeOf(await call(`${system.url}/v1/place/handoff`, { headers, body: {} }))).toBe('HANDOFF_CLOSED');
    // the line page offers no move then
    expect((await call<SaleShape>(`${system.url}/v1/sales/${shape.slug}`)).body.handoff).toBe('off');
  },
  'policy.stepUp': async () => {
    // places of persons, and of networks that are not counted, have nothing to answer
    for (const change of [{ challenge: 'off' }, { entry: 'email', challenge: 'auto' }])
      expect(await create({ ...change, policy: { stepUp: 'on' } })).toBe('VALIDATION_FAILED');
    expect(await create({ challenge: 'auto', policy: { stepUp: 'on', claimMinutes: 4 } })).toBe('VALIDATION_FAILED');
    const turns: Record<string, string> = {};
    for (const stepUp of ['on', 'observe', 'off']) {
      const crowded = await sale({ challenge: 'observe', policy: { cap: 100, perMinute: 6000, stepUp } });
      for (let taken = 0; taken < 59; taken += 1) await joinLine(system.url, crowded.slug);
      const place = await joinLine(system.url, crowded.slug);
      const code = await until('the turn', async () => {
        const answer = await claim(place);
        return answer !== 'NOT_YET' && answer !== 'RATE_LIMITED' && answer;
      });
      turns[stepUp] = code;
    }
    expect(turns).toEqual({ on: 'STEP_UP_REQUIRED', observe: 'accepted', off: 'accepted' });
    // everyone is asked, also where networks are not counted
    expect(await create({ entry: 'email', policy: { stepUp: 'everyone' } })).toBe('VALIDATION_FAILED');
    const all = await sale({ challenge: 'off', policy: { cap: 100, perMinute: 6000, stepUp: 'everyone' } });
    const first = await joinLine(system.url, all.slug);
    const asked = await until('the turn', async () => {
      const answer = await claim(first);
      return answer !== 'NOT_YET' && answer !== 'RATE_LIMITED' && answer;
    });
    expect(asked).toBe('STEP_UP_REQUIRED');
  },
  'policy.threeDSecure': async () => {
    const paid = async (threeDSecure: string): Promise<string> => {
      const shape = await sale({ policy: { cap: 100, perMinute: 6000, threeDSecure } });
      return await confirmed(await order(shape));
    };
    expect([await paid('any'), await paid('auto')]).toEqual(['requires_action', 'requires_capture']);
  },
  // what becomes of warnings and of lost disputes: test/integration/checkout/disputes.spec.ts
  'policy.disputedTickets': async () => {
    expect(await disputed({})).toBe('held');
    expect(await disputed({ disputedTickets: 'keep' })).toBe('valid');
  },
  'policy.warnedTickets': async () => {
    expect(await create({ policy: { warnedTickets: 'void' } })).toBe('VALIDATION_FAILED');
    const shape = await withPolicy({ warnedTickets: 'hold' });
    const read = await call<StaffSaleShape>(`${system.url}/v1/admin/sales/${shape.id}`, { headers: adminHeaders });
    expect(read.body.policy.warnedTickets).toBe('hold');
  },
  'ramp.minutes': async () => await expectNobodyInside(await withPolicy({ ramp: { minutes: 60, fromPerMinute: 1 } })),
  'ramp.fromPerMinute': async () => {
    const shape = await withPolicy({ ramp: { minutes: 60, fromPerMinute: 600 } });
    expect((await admission(shape)).pass).toBeTruthy();
    expect(await create({ policy: { ramp: { minutes: 5, fromPerMinute: 0 } } })).toBe('VALIDATION_FAILED');
  },
  'limits.by': async () => {
    expect(await create({ limits: { by: ['identity'] } })).toBe('VALIDATION_FAILED');
    expect(await secondOrder({ by: ['email'] }, 1)).toBe('LIMIT_EXCEEDED');
    expect(await secondOrder({ by: ['place'] }, 1)).toBe('accepted');
  },
  'limits.across': async () => {
    expect(await create({ limits: { across: 'tour' } })).toBe('VALIDATION_FAILED');
    expect(await secondOrder({ by: ['email'], across: 'tour', tour: 'across' }, 2)).toBe('LIMIT_EXCEEDED');
  },
  'limits.tour': async () => {
    expect(await create({ limits: { by: ['email'], tour: 'nights' } })).toBe('VALIDATION_FAILED');
    expect(await secondOrder({ by: ['email'], across: 'tour', tour: null }, 2)).toBe('accepted');
  },
  'limits.perOrder': async () => {
    expect(await create({ limits: { perOrder: 0 } })).toBe('VALIDATION_FAILED');
    const shape = await sale({ limits: { perOrder: 2 } });
    expect(shape.maxPerOrder).toBe(2);
    expect(await holdOf(shape, 3)).toBe('LIMIT_EXCEEDED');
    expect((await held(shape, 2)).hold.items).toHaveLength(2);
  },
  'identityKeys.keys': async () => {
    const { keys, token } = await account();
    const shape = await sale({ entry: 'account', identityKeys: { keys } });
    expect(await join(shape, { identity: await (await account()).token({}) })).toBe('IDENTITY_REQUIRED');
    expect(await join(shape, { identity: await token({}) })).toBe('accepted');
  },
  'identityKeys.jwksUrl': async () => {
    const { keys, token } = await account();
    expect(await create({ entry: 'account', identityKeys: { keys, jwksUrl: 'https://login.example.com/jwks' } })).toBe(
      'VALIDATION_FAILED',
    );
    // the address lies inside our network, which the fetcher must not reach: nobody is admitted, or told to sign in again
    const shape = await sale({ entry: 'account', identityKeys: { jwksUrl: 'http://127.0.0.1:9/jwks' } });
    expect(await join(shape, { identity: await token({}) })).toBe('IDENTITY_AWAY');
    expect(await join(shape, { identity: 'no token' })).toBe('IDENTITY_REQUIRED');
  },
  'identityKeys.issuer': async () => {
    const { keys, token } = await account();
    const shape = await sale({ entry: 'account', identityKeys: { keys, issuer: 'club' } });
    expect(await join(shape, { identity: await token({ iss: 'other' }) })).toBe('IDENTITY_REQUIRED');
    expect(await join(shape, { identity: await token({ iss: 'club' }) })).toBe('accepted');
  },
  'identityKeys.audience': async () => {
    const { keys, token } = await account();
    const shape = await sale({ entry: 'account', identityKeys: { keys, audience: 'us' } });
    expect(await join(shape, { identity: await token({ aud: 'them' }) })).toBe('IDENTITY_REQUIRED');
    expect(await join(shape, { identity: await token({ aud: 'us' }) })).toBe('accepted');
  },
};

/** One sale for all fields that are only displayed. */
const odd = {
  name: 'Another',
  currency: 'CHF',
  listed: false,
  transferable: false,
  branding: { accent: ACCENT },
  seller,
  show: { name: 'Gala', venue: 'Hall', startsAt: '2031-01-01T20:00:00Z', timeZone: 'Asia/Tokyo' },
  lanes: [{ key: 'club', label: 'Club', weight: 7, access: 'open' }],
  ticketTypes: [
    {
      ...{ name: 'Lawn', admission: 'general', price: 1000, capacity: 10 },
      ...{ fee: { label: 'Booking', amount: 50, percent: 10 }, tax: { label: 'GST', percent: 20, included: false } },
    },
  ],
};
let shown: Promise<SaleShape> | undefined;
const oddSale = (): Promise<SaleShape> => (shown ??= sale(odd));
let placed: Promise<OrderShape> | undefined;
const oddOrder = (): Promise<OrderShape> => (placed ??= oddSale().then(order));
const labels = async (): Promise<string> => (await oddOrder()).lines.map(({ label }) => label).join();

const lane = (change: object): object => ({ key: 'general', label: 'General', weight: 1, access: 'open', ...change });
const admission = async (shape: SaleShape): Promise<AdmissionShape> =>
  await claimTurn(system.url, await joinLine(system.url, shape.slug));

const AT_ONCE = 4;

describe('every setting of a sale', () => {
  const faults = new Map<string, unknown>();
  beforeAll(async () => {
    const waiting = Object.entries(walk);
    const worker = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [field, show] = next;
        await show().catch((fault: unknown) => faults.set(field, fault));
      }
    };
    // most of the time is spent waiting for a turn, so the walks run concurrently
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }, 240_000);

  it('is walked: a new field needs a line that shows what it does', () => {
    const fields = Object.entries(classes).flatMap(([prefix, type]) => fieldsOf(prefix, type));
    expect(Object.keys(walk).sort()).toEqual(fields.filter((field) => !composed.has(field)).sort());
  });

  it.each(Object.keys(walk))('%s changes what it names, or is refused', (field) => {
    expect(faults.get(field)).toBeUndefined();
  });
});
