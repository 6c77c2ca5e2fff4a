import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { StaffOrderDetail, StaffOrdersPage, StaffSaleShape } from '../../../src/contract/staff-shapes.js';
import { startNode, type TestNode } from '../../support/app.js';
import { freshDatabase, sharedRedisUrl } from '../../support/services.js';
import { type Call, saleBody, withKey } from './staff-client.js';

let node: TestNode;
let call: Call;
let database: pg.Pool;
let saleId: string;

const ORDERS = 1_203;
const idOf = (n: number): string => `ord_${String(n).padStart(26, '0')}`;

beforeAll(async () => {
  const databaseUrl = await freshDatabase();
  node = await startNode({ databaseUrl, redisUrl: await sharedRedisUrl() });
  call = withKey(node);
  database = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  database.on('error', () => undefined);
  saleId = (await call<StaffSaleShape>('POST', '/v1/admin/sales', saleBody({ name: '=Night' }))).body.id;
  await database.query(
    `INSERT INTO orders (id, sale_id, fan_key, idempotency_key, body_hash, epoch, state, payment, total_minor, currency, buyer_email,
       buyer_name, deadline_sale_ms, paid_at, charges)
     SELECT 'ord_' || lpad(n::text, 26, '0'), $1, 'fan_' || n, 'key_' || n, 'x', 1, 'paid', 'captured', 4750, 'EUR',
       'fan' || n || '@example.com', 'Fan ' || n, 0, now(), '[{"kind":"fee","label":"Fee","amount":250,"included":false}]'
     FROM generate_series(1, ${ORDERS}) n`,
    [saleId],
  );
  await database.query(
    `INSERT INTO order_item (order_id, n, pool_id, ticket_type_id, label, price_minor, total_minor)
     SELECT id, 1, 'pool_a', 'tt_a', 'Standing', 4500, 4750 FROM orders`,
  );
  await database.query(`UPDATE orders SET buyer_name = '=HYPERLINK("http://x")' WHERE id = $1`, [idOf(1)]);
  await database.query(
    `UPDATE orders SET buyer_email = 'a_b%c@example.com', state = 'canceling', payment = 'open' WHERE id = $1`,
    [idOf(2)],
  );
}, 60_000);
afterAll(async () => {
  await node.close();
  await database.end();
});

const found = async (query: Record<string, string>): Promise<string[]> => {
  const { body } = await call<StaffOrdersPage>('GET', `/v1/admin/orders?${new URLSearchParams(query).toString()}`);
  return body.orders.map(({ id }) => id);
};

describe('orders for staff', () => {
  it('are found to the letter, by state, sale and e-mail', async () => {
    expect(await found({ search: 'a_b%c' })).toEqual([idOf(2)]);
    expect(await found({ search: 'a%c' })).toEqual([]);
    expect(await found({ search: 'fan_1203' })).toEqual([]);
    expect(await found({ search: 'Fan 1203' })).toEqual([idOf(1203)]);
    expect(await found({ state: 'pending' })).toEqual([idOf(2)]);
    expect(await found({ state: 'refunded' })).toEqual([]);
    expect(await found({ email: 'FAN7@example.com', saleId })).toEqual([idOf(7)]);
    expect(await found({ email: 'fan_@example.com' })).toEqual([]);
    expect((await call('GET', '/v1/admin/orders?state=nothing')).status).toBe(400);
  });

  it('are one CSV, whatever their number, that no spreadsheet runs', async () => {
    const { status, headers, body } = await call<string>('GET', `/v1/admin/orders.csv?saleId=${saleId}`);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    const rows = body.trim().split('\r\n');
    expect(rows).toHaveLength(ORDERS + 1);
    expect(new Set(rows.map((row) => row.split(',')[0])).size).toBe(ORDERS + 1);
    expect(rows.at(-1)).toContain(
      `'=Night,paid,,"'=HYPERLINK(""http://x"")",fan1@example.com,1,Standing,EUR,47.50,0.00`,
    );
    expect((await call<string>('GET', '/v1/admin/orders.csv?state=pending')).body.trim().split('\r\n')).toHaveLength(2);
  });

  it('say their lines and what happened to them', async () => {
    const { body } = await call<StaffOrderDetail>('GET', `/v1/admin/orders/${idOf(3)}`);
    expect(body.lines).toEqual([
      { kind: 'ticket', label: 'Standing', amount: 4500, included: false },
      { kind: 'fee', label: 'Fee', amount: 250, included: false },
    ]);
    expect(body.history.map(({ what, cause }) => [what, cause])).toEqual([
      ['placed', 'fan'],
      ['paid', 'payment captured'],
    ]);
    expect((await call('GET', `/v1/admin/orders/${idOf(0)}`)).status).toBe(404);
    expect((await call('GET', '/v1/admin/orders/%00')).status).toBeLessThan(500);
  });

  it('show their tickets', async () => {
    const ticket = `tkt_${'0'.repeat(26)}0001`;
    await database.query(
      `INSERT INTO ticket (id, order_id, sale_id, ticket_type_id, pool_id, label, issued_at, admitted_at, admitted_gate)
       VALUES ($1, $2, $3, 'tt_a', 'pool_a', 'Standing', now(), now(), 'North')`,
      [ticket, idOf(3), saleId],
    );
    const { body } = await call<StaffOrderDetail>('GET', `/v1/admin/orders/${idOf(3)}`);
    expect(body.tickets).toEqual([
      {
        ...{ id: ticket, label: 'Standing', state: 'admitted', gate: 'North', holder: null },
        admittedAt: expect.any(String) as unknown,
      },
    ]);
  });
});
