import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  HousePlan,
  SaleSeatMapShape,
  SeatMapDocument,
  SeatMapList,
  SeatMapShape,
  SeatMapSummary,
} from '../../../src/contract/stock/seat-map-shapes.js';
import type { Problem } from '../../../src/contract/errors.js';
import type { ChannelsAnswer } from '../../../src/contract/stock/stock-shapes.js';
import type { StaffSaleShape } from '../../../src/contract/staff/staff-shapes.js';
import { StockHolds } from '../../../src/inventory/holds/stock-holds.service.js';
import { AvailabilityService } from '../../../src/inventory/availability/availability.service.js';
import { StockService } from '../../../src/inventory/stock/stock.service.js';
import type { HoldItem } from '../../../src/inventory/holds/hold.types.js';
import { EpochGuard } from '../../../src/queue/line/epoch-guard.service.js';
import { StockChangesTask } from '../../../src/sales/catalogue/changes/stock-changes.task.js';
import { SaleCache } from '../../../src/sales/catalogue/cache/sale-cache.service.js';
import { TEST_ADMIN_KEY as KEY, startNode, type TestNode } from '../../support/app.js';
import { freshDatabase, sharedRedisUrl } from '../../support/services.js';
import { until } from '../../support/system.js';
import { type Call, saleBody, withKey } from './staff-client.js';

const past = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
const row = (label: string, y: number, seats: number) => ({
  label,
  seats: Array.from({ length: seats }, (_, n) => ({ label: String(n + 1), x: n, y })),
});
/** Two zones in one section; its second row ends with a wheelchair place and its companion, twice. */
const hall = (): SeatMapDocument => {
  const [first, second] = [row('1', 0, 4), row('2', 1, 6)];
  for (const at of [2, 4]) {
    Object.assign(second.seats[at] ?? {}, { accessible: true });
    Object.assign(second.seats[at + 1] ?? {}, { companionOf: String(at + 1) });
  }
  return {
    name: 'Hall',
    focalPoint: { x: 0, y: -2 },
    zones: [
      { key: 'gold', label: 'Gold' },
      { key: 'tin', label: 'Tin' },
    ],
    sections: [
      { key: 'A', label: 'Stalls', zone: 'gold', rows: [first, second] },
      { key: 'B', label: 'Balcony', zone: 'tin', rows: [row('1', 9, 3)] },
    ],
    standing: [
      {
        key: 'PIT',
        label: 'Pit',
        capacity: 50,
        outline: [
          { x: 0, y: -1 },
          { x: 5, y: -1 },
          { x: 5, y: -2 },
        ],
      },
    ],
  };
};

describe('seat maps in the hands of staff', () => {
  let node: TestNode;
  let call: Call;
  beforeAll(async () => {
    node = await startNode({ databaseUrl: await freshDatabase(), redisUrl: await sharedRedisUrl() });
    call = withKey(node);
  });
  afterAll(async () => {
    await node.close();
  });

  const draft = async (changes: Record<string, unknown>): Promise<StaffSaleShape> => {
    const body = saleBody({ prequeueAt: past(20), opensAt: past(10), challenge: 'off', ...changes });
    const made = await call<StaffSaleShape>('POST', '/v1/admin/sales', body);
    if (made.status !== 201) throw new Error(JSON.stringify(made.body));
    return made.body;
  };
  const onSale = async (changes: Record<string, unknown>): Promise<StaffSaleShape> => {
    const made = await draft(changes);
    const published = await until('the publishing', async () => {
      const answer = await call('POST', `/v1/admin/sales/${made.id}/publish`);
      return answer.status === 503 ? null : answer; // a store did not answer in time, on a busy machine
    });
    expect(published.status).toBe(200);
    return made;
  };
  const selling = {
    seatMap: hall(),
    ticketTypes: [
      { name: 'Gold', admission: 'reserved', price: 9000, zones: ['gold'] },
      { name: 'Tin', admission: 'reserved', price: 4000, sections: ['B'] },
      { name: 'Pit', admission: 'general', price: 3000, sections: ['PIT'] },
    ],
  };
  const typeOf = (sale: StaffSaleShape, name: string) => sale.ticketTypes.find((type) => type.name === name)?.id ?? '';
  const postFile = async (text: string, type: string, query = '') => {
    const headers = { authorization: `Bearer ${KEY}`, 'content-type': type };
    const response = await fetch(`${node.url}/v1/admin/seat-maps${query}`, { method: 'POST', headers, body: text });
    return { status: response.status, body: (await response.json()) as SeatMapSummary & Problem };
  };
  let taken = 0;
  const take = async (sale: StaffSaleShape, items: readonly HoldItem[], channel = 'public') => {
    const stamp = await node.app.get(EpochGuard, { strict: false }).stamp(sale.id);
    const view = await node.app.get(SaleCache, { strict: false }).byId(sale.id);
    if (!stamp || !view) throw new Error('the sale is not there');
    taken += 1;
    const terms = new Map(view.ticketTypes.map((type) => [type.id, { ...type, maxPerFan: 50 }]));
    return await node.app.get(StockHolds, { strict: false }).holdAllocation({
      ...{ saleId: sale.id, stamp, idempotencyKey: `key-${taken}`, bodyHash: 'x', items, terms, currency: 'EUR' },
      ...{ holdMs: 60_000, channel, sellerKey: `spec-${taken}` },
    });
  };
  const seatsOf = (result: Awaited<ReturnType<typeof take>>) =>
    result.kind === 'held' ? result.hold.items.map(({ seatId }) => seatId).sort() : result;

  it('sells the largest of the houses that come with it', async () => {
    const zones = ['gold', 'silver', 'bronze'];
    const ticketTypes = [{ name: 'Seat', admission: 'reserved', price: 9000, zones }];
    const sale = await onSale({ seatMapId: 'map_stadium', seatMap: undefined, ticketTypes });
    const four = await take(sale, [{ ticketTypeId: typeOf(sale, 'Seat'), quantity: 4, bestAvailable: {} }]);
    expect(seatsOf(four)).toHaveLength(4);
  }, 60_000);

  it('imports JSON and CSV, lists, exports and deletes', async () => {
    const json = await postFile(JSON.stringify(hall()), 'application/json');
    expect(json).toMatchObject({
      status: 201,
      body: { name: 'Hall', seats: 13, sections: 2, standing: 50, accessible: 2 },
    });
    const csv = await postFile('section,row,seat,zone\nA,1,1,gold\nA,1,2,gold\n', 'text/csv', '?name=Little');
    expect(csv).toMatchObject({ status: 201, body: { name: 'Little', seats: 2 } });
    const { body: list } = await call<SeatMapList>('GET', '/v1/admin/seat-maps');
    expect(list.seatMaps.map(({ name, seats }) => [name, seats])).toEqual([
      ['Little', 2],
      ['Hall', 13],
      ['Club, 800 seats', 800],
      ['Theatre, 2,300 seats', 2_300],
      ['Arena, 20,000 seats', 20_000],
      ['Stadium, 60,000 seats', 60_000],
    ]);
    const path = `/v1/admin/seat-maps/${json.body.id}`;
    expect((await call<SeatMapShape>('GET', path)).body.seatMap).toEqual(hall());
    const text = await fetch(`${node.url}${path}?format=csv`, { headers: { authorization: `Bearer ${KEY}` } });
    expect([text.headers.get('content-type'), (await text.text()).split('\r\n')[0]]).toEqual([
      'text/csv; charset=utf-8',
      'section,row,seat,zone,x,y,accessible,companionOf,restricted,sectionLabel,id',
    ]);
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('GET', path)).status).toBe(404);
    expect((await call<Problem>('DELETE', '/v1/admin/seat-maps/map_club')).body.code).toBe('SEAT_MAP_SHIPPED');
  });

  it('names what is wrong with a file by line', async () => {
    const csv = await postFile('section,row,seat\nA,1,1\nA,,2\n', 'text/csv');
    expect(csv).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_FAILED', errors: [{ field: 'row', line: 3 }] },
    });
    const json = await postFile('{\n"sections": [\n{"key": "A"}]}', 'application/json');
    expect(json).toMatchObject({ status: 400, body: { errors: [{ line: 3 }] } });
    expect((await postFile('not json', 'application/json')).body).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect((await postFile('x', 'text/plain')).status).toBe(415);
    const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'text/csv' };
    expect((await fetch(`${node.url}/v1/admin/sales`, { method: 'POST', headers, body: 'a,b' })).status).toBe(415);
  });

  it('makes a sale from a stored map, and gives a draft another one', async () => {
    const sale = await draft({
      seatMapId: 'map_club',
      ticketTypes: [
        { name: 'Floor', admission: 'reserved', price: 5000, zones: ['gold'] },
        { name: 'Balcony', admission: 'reserved', price: 3000, zones: ['silver'] },
        { name: 'Pit', admission: 'general', price: 2000, sections: ['PIT'] },
      ],
    });
    expect(sale.ticketTypes.map(({ name, capacity }) => [name, capacity])).toMatchObject([
      ['Floor', expect.any(Number)],
      ['Balcony', expect.any(Number)],
      ['Pit', 200],
    ]);
    const path = `/v1/admin/sales/${sale.id}/seat-map`;
    expect((await call<SaleSeatMapShape>('GET', path)).body).toMatchObject({ seatMapId: 'map_club', version: 1 });
    const refused = await call<Problem>('PUT', path, {
      sections: [{ key: 'A', label: 'A', rows: [{ label: '1', seats: 2 }] }],
    });
    expect(refused).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
    const map = {
      ...hall(),
      zones: [
        { key: 'gold', label: 'G' },
        { key: 'silver', label: 'S' },
      ],
    };
    if (map.sections[1]) map.sections[1].zone = 'silver';
    expect(await call<SaleSeatMapShape>('PUT', path, map)).toMatchObject({ status: 200, body: { seatMapId: null } });
    expect((await call<SaleSeatMapShape>('GET', path)).body.seatMap?.sections).toEqual(map.sections);
  });

  it('lets names and places change after publishing and nothing else, with the seats that are held', async () => {
    const sale = await onSale(selling);
    const held = await take(sale, [{ seatIds: ['A-1-1', 'A-1-2'] }]);
    expect(held.kind).toBe('held');
    const path = `/v1/admin/sales/${sale.id}/seat-map`;
    const map = hall();
    const seat = map.sections[0]?.rows?.[0]?.seats;
    if (Array.isArray(seat) && seat[0]) seat[0] = { ...seat[0], id: 'A-1-1', label: '1a', x: -0.2, restricted: true };
    expect(await call<SaleSeatMapShape>('PUT', path, map)).toMatchObject({ status: 200, body: { version: 2 } });
    const { body: plan } = await call<HousePlan>('GET', `/v1/sales/${sale.slug}/seat-map`);
    expect(plan).toMatchObject({ version: 2, focalPoint: { x: 0, y: -2 }, standing: [{ key: 'PIT' }] });
    expect(plan.sections.map(({ key, seats }) => [key, seats])).toEqual([
      ['A', 10],
      ['B', 3],
    ]);
    const availability = node.app.get(AvailabilityService, { strict: false }),
      stock = node.app.get(StockService, { strict: false });
    expect((await availability.section(sale.id, 'A'))?.seats.slice(0, 2)).toMatchObject([
      { id: 'A-1-1', label: '1a', x: -0.2, restricted: true, state: 'held', zone: 'gold' },
      { id: 'A-1-2', state: 'held' },
    ]);
    const fewer = hall();
    fewer.sections.pop();
    expect(await call<Problem>('PUT', path, fewer)).toMatchObject({ status: 409, body: { code: 'SEAT_MAP_FIXED' } });
    expect(await call<Problem>('PUT', path, { sections: 7 })).toMatchObject({ status: 400 });
    expect((await stock.figures(sale.id, { recount: true }))?.conserved).toBe(true);
  });

  it('sets wheelchair places aside with their companions until they are released', async () => {
    const sale = await onSale(selling);
    const gold = typeOf(sale, 'Gold');
    // best seats never include wheelchair places, even if all others run out: six of ten
    expect(await take(sale, [{ ticketTypeId: gold, quantity: 7, bestAvailable: {} }])).toEqual({ kind: 'sold_out' });
    const rest = await take(sale, [{ ticketTypeId: gold, quantity: 6, bestAvailable: {} }]);
    expect(seatsOf(rest)).toEqual(['A-1-1', 'A-1-2', 'A-1-3', 'A-1-4', 'A-2-1', 'A-2-2']);
    expect(await take(sale, [{ seatIds: ['A-2-4'] }])).toEqual({ kind: 'companion_only', seatId: 'A-2-4' });
    const asked = { ticketTypeId: gold, quantity: 2, bestAvailable: { accessible: { wheelchairs: 1, companions: 1 } } };
    expect(seatsOf(await take(sale, [asked]))).toEqual(['A-2-3', 'A-2-4']);
    expect(seatsOf(await take(sale, [{ seatIds: ['A-2-5', 'A-2-6'] }]))).toEqual(['A-2-5', 'A-2-6']);
    expect(await take(sale, [asked])).toEqual({ kind: 'sold_out' });
  });

  it('releases what is left of wheelchair places at the time that their channel names', async () => {
    const sale = await onSale(selling);
    const gold = typeOf(sale, 'Gold');
    const path = `/v1/admin/sales/${sale.id}/channels`;
    const sponsor = { key: 'sponsor', label: 'Sponsor', allocations: [{ seatIds: ['A-1-1'] }] };
    await call('PUT', path, [sponsor]);
    const { body } = await call<ChannelsAnswer>('GET', path);
    expect(body.channels.find(({ key }) => key === 'accessible')?.allocations).toMatchObject([{ capacity: 4 }]);
    expect((await call('PUT', path, [{ key: 'accessible', label: 'Wheelchairs', returnAt: past(1) }])).status).toBe(
      200,
    );
    await node.app.get(StockChangesTask, { strict: false }).runOnce(new AbortController().signal);
    expect(seatsOf(await take(sale, [{ seatIds: ['A-2-4'] }]))).toEqual(['A-2-4']);
    expect(seatsOf(await take(sale, [{ ticketTypeId: gold, quantity: 8, bestAvailable: {} }]))).toHaveLength(8);
    const figures = await node.app.get(StockService, { strict: false }).figures(sale.id, { recount: true });
    expect(figures?.faults).toEqual([]);
  });
});
