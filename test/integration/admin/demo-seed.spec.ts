import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DemoSeed } from '../../../src/admin/demo/demo-seed.service.js';
import { WebhooksService } from '../../../src/partners/endpoints/webhooks.service.js';
import { SalesService } from '../../../src/sales/sales.service.js';
import { startNode, type TestNode } from '../../support/app.js';
import { freshDatabase, sharedRedisUrl } from '../../support/services.js';

const INBOX = 'http://127.0.0.1:9';

describe('the demo seed', () => {
  let node: TestNode;
  let sales: SalesService;

  beforeAll(async () => {
    node = await startNode({
      databaseUrl: await freshDatabase(),
      redisUrl: await sharedRedisUrl(),
      env: {
        ROPELINE_PARTNER_INBOX_URL: INBOX,
        ROPELINE_PARTNER_INBOX_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
      },
    });
    sales = node.app.get(SalesService);
  });
  afterAll(async () => {
    await node.close();
  });

  const allSales = async () => await sales.page({ search: null, state: null, after: null, limit: 100 });
  const standing = async (): Promise<Record<string, string>> =>
    Object.fromEntries((await allSales()).map(({ slug, state }) => [slug, state]));

  it('offers a sale before its draw, one that sells, and the inbox, at the first start', async () => {
    expect(await standing()).toEqual({ 'arena-night': 'prequeue', 'club-night': 'on_sale' });
    expect((await node.app.get(WebhooksService).list()).endpoints.map(({ url }) => url)).toEqual([`${INBOX}/`]);
  });

  it('changes nothing when it runs again', async () => {
    await node.app.get(DemoSeed).seed();
    expect(Object.keys(await standing())).toHaveLength(2);
    expect((await node.app.get(WebhooksService).list()).endpoints).toHaveLength(1);
  });

  it('makes the next showing once a sale is over', async () => {
    for (const { id, slug } of await allSales()) if (slug === 'club-night') await sales.close(id);
    await node.app.get(DemoSeed).seed();
    expect(await standing()).toEqual({ 'arena-night': 'prequeue', 'club-night': 'closed', 'club-night-2': 'on_sale' });
  });
});
