import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PictureShape } from '../../../src/contract/sale/branding-shapes.js';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import type { SaleInputAnswer, StaffSaleShape, StaffSalesPage } from '../../../src/contract/staff/staff-shapes.js';
import { startNode, type TestNode } from '../../support/app.js';
import { avifOf, jpegWith, SECRET } from '../../support/pictures.js';
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

describe('a picture', () => {
  const png = Buffer.from(
    '89504e470d0a1a0a0000000d4948445200000002000000010802000000ffffffff0000000049454e44ae426082',
    'hex',
  );
  const upload = async (bytes: Buffer) =>
    await call<PictureShape>('POST', '/v1/admin/pictures', { data: bytes.toString('base64') });

  it('is shown by the sales that name it, under an address that never changes', async () => {
    const { status, body: picture } = await upload(png);
    expect([status, picture.type, picture.width, picture.height]).toEqual([201, 'image/png', 2, 1]);
    expect((await upload(png)).body.id).toBe(picture.id);
    const seller = { name: 'Arena Ltd', helpUrl: 'https://arena.example/help' };
    const sale = await make({ seller, branding: { pictureId: picture.id, accent: '#0055AA' } });
    await call('POST', `/v1/admin/sales/${sale.id}/publish`);
    const shown = (await call<SaleShape>('GET', `/v1/sales/${sale.slug}`)).body;
    expect(shown.branding).toEqual({ pictureUrl: picture.url, logoUrl: null, accent: '#0055aa' });
    expect(shown.seller).toMatchObject(seller);

    const file = await fetch(`${node.url}${picture.url}`);
    expect(Buffer.from(await file.arrayBuffer()).equals(png)).toBe(true);
    expect(Object.fromEntries(file.headers)).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    const etag = file.headers.get('etag') ?? '';
    const again = await fetch(`${node.url}${picture.url}`, { headers: { 'if-none-match': etag } });
    expect([again.status, (await again.arrayBuffer()).byteLength]).toEqual([304, 0]);

    const change = { branding: { logoId: picture.id, pictureId: null, accent: null } };
    const changed = await call<StaffSaleShape>('PATCH', `/v1/admin/sales/${sale.id}`, change);
    expect(changed.body.branding).toEqual({ pictureUrl: null, logoUrl: picture.url, accent: null });
    expect(
      (await call<StaffSaleShape>('PATCH', `/v1/admin/sales/${sale.id}`, { name: 'Other' })).body.branding,
    ).toEqual(changed.body.branding);
    const without = await call<StaffSaleShape>('PATCH', `/v1/admin/sales/${sale.id}`, { branding: null });
    expect(without.body.branding).toBeNull();
  });

  it('is stored without what a camera wrote into it, or refused where that cannot be taken out', async () => {
    const { status, body: photo } = await upload(jpegWith(6));
    expect([status, photo.width, photo.height]).toEqual([201, 360, 640]);
    const stored = Buffer.from(await (await fetch(`${node.url}${photo.url}`)).arrayBuffer());
    expect(stored.toString('latin1')).not.toContain(SECRET);
    const refused = await upload(avifOf({ metadata: true }));
    expect([refused.status, JSON.stringify(refused.body)]).toEqual([400, expect.stringContaining('EXIF')]);
    expect((await upload(jpegWith(1).subarray(0, 150))).status).toBe(400);
  });

  it('is refused unless its own bytes are a picture, and a sale refuses one that was never uploaded', async () => {
    for (const bytes of [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="x"/>'), Buffer.alloc(1_048_577)])
      expect(await upload(bytes)).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
    expect((await call('POST', '/v1/admin/pictures', { data: 'no base64' })).status).toBe(400);
    const unknown = { pictureId: `pic_${'0'.repeat(64)}`, accent: 'red' };
    const colour = await call('POST', '/v1/admin/sales', saleBody({ branding: unknown }));
    expect(JSON.stringify(colour.body)).toContain('#8c1d40');
    const missing = await call('POST', '/v1/admin/sales', saleBody({ branding: { ...unknown, accent: null } }));
    expect([missing.status, JSON.stringify(missing.body)]).toEqual([
      400,
      expect.stringContaining('branding.pictureId'),
    ]);
    for (const id of [unknown.pictureId, 'x', '..%2f'])
      expect((await call('GET', `/v1/pictures/${id}`)).status).toBe(404);
  });
});
