import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SaleInputAnswer, StaffSaleShape, StaffSalesPage } from '../../../src/contract/staff-shapes.js';
import { startNode, type TestNode } from '../../support/app.js';
import { freshDatabase, sharedRedisUrl } from '../../support/services.js';
import { type Call, saleBody, withKey } from './staff-client.js';

let node: TestNode;
let call: Call;

beforeAll(async () => {
  node = await startNode({ databaseUrl: await freshDatabase(), redisUrl: await sharedRedisUrl() });
  call = withKey(node);
});
afterAll(async () => {
  await node.close();
});

async function make(changes: Record<string, unknown> = {}): Promise<StaffSaleShape> {
  const answer = await call<StaffSaleShape>('POST', '/v1/admin/sales', saleBody(changes));
  expect(answer.status).toBe(201);
  return answer.body;
}
const seated = {
  seatMap: { sections: [{ key: 'A', label: 'Stalls', rows: [{ label: '1', seats: 20 }] }] },
  ticketTypes: [{ name: 'Seated', admission: 'reserved', price: 6500, sections: ['A'] }],
};

describe('a draft', () => {
  it('is written anew with other stock, under the same id', async () => {
    const draft = await make();
    const body = saleBody({ ...seated, slug: draft.slug, name: 'Corrected' });
    const { status, body: changed } = await call<StaffSaleShape>('PUT', `/v1/admin/sales/${draft.id}`, body);
    expect(status).toBe(200);
    expect(changed).toMatchObject({ id: draft.id, name: 'Corrected', ticketTypes: [{ name: 'Seated', capacity: 20 }] });
    expect((await call('POST', `/v1/admin/sales/${draft.id}/publish`)).status).toBe(200);
    const seats = await call<{ seats: unknown[] }>('GET', `/v1/sales/${draft.slug}/availability?section=A`);
    expect(seats.status).not.toBe(500);
  });

  it('opens again as it was typed, and makes the same again', async () => {
    const typed = saleBody(seated);
    const { id } = (await call<StaffSaleShape>('POST', '/v1/admin/sales', typed)).body;
    const { body } = await call<SaleInputAnswer>('GET', `/v1/admin/sales/${id}/input`);
    expect(body.input).toEqual(typed);
    const copy = await make({ ...(body.input as Record<string, unknown>), slug: `${typed['slug'] as string}-copy` });
    expect(copy.ticketTypes).toMatchObject([{ name: 'Seated', capacity: 20 }]);
  });

  it('keeps what it was when the new one is refused', async () => {
    const [draft, other] = [await make(), await make()];
    const put = async (body: unknown) => await call('PUT', `/v1/admin/sales/${draft.id}`, body);
    expect(await put(saleBody({ slug: other.slug }))).toMatchObject({ status: 409, body: { code: 'SLUG_TAKEN' } });
    expect(await put(saleBody({ ticketTypes: [] }))).toMatchObject({ status: 400 });
    const { body } = await call<StaffSaleShape>('GET', `/v1/admin/sales/${draft.id}`);
    expect(body).toMatchObject({ slug: draft.slug, ticketTypes: [{ capacity: 100 }] });
  });

  it('is deleted, and its address is free again', async () => {
    const draft = await make();
    expect((await call('DELETE', `/v1/admin/sales/${draft.id}`)).status).toBe(204);
    expect((await call('GET', `/v1/admin/sales/${draft.id}`)).status).toBe(404);
    expect((await call('DELETE', `/v1/admin/sales/${draft.id}`)).status).toBe(404);
    await make({ slug: draft.slug });
  });

  it('can be neither deleted nor written anew once it is public', async () => {
    const { id, slug } = await make();
    await call('POST', `/v1/admin/sales/${id}/publish`);
    for (const [method, body] of [['DELETE'], ['PUT', saleBody({ slug })]] as const)
      expect(await call(method, `/v1/admin/sales/${id}`, body)).toMatchObject({
        status: 409,
        body: { code: 'SALE_STATE' },
      });
  });
});

describe('the list of sales', () => {
  const list = async (query: string): Promise<StaffSalesPage> =>
    (await call<StaffSalesPage>('GET', `/v1/admin/sales${query}`)).body;

  it('shows a running sale in front of a page of newer drafts, and every sale once over its pages', async () => {
    const running = await make();
    await call('POST', `/v1/admin/sales/${running.id}/publish`);
    for (let n = 0; n < 51; n += 1) await make();
    const seen: string[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const page: StaffSalesPage = await list(next === '' ? '' : `?after=${next}`);
      seen.push(...page.sales.map(({ id }) => id));
      next = page.next;
    }
    expect(seen.indexOf(running.id)).toBeLessThan(50);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(50);
  });

  it('finds what was typed literally', async () => {
    const odd = await make({ name: '100 % live_now' });
    for (const search of ['100 %', 'live_now', odd.slug.toUpperCase()])
      expect((await list(`?search=${encodeURIComponent(search)}`)).sales.map(({ id }) => id)).toContain(odd.id);
    expect((await list('?search=live%25now')).sales).toEqual([]);
    expect((await list('?search=xlive_now')).sales).toEqual([]);
  });

  it('keeps to a state', async () => {
    const { sales } = await list('?state=draft');
    expect(new Set(sales.map(({ state }) => state))).toEqual(new Set(['draft']));
    expect((await call('GET', '/v1/admin/sales?state=lost')).status).toBe(400);
  });
});
