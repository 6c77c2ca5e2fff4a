import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ApprovalSettingsShape, ApprovalShape } from '../../../src/contract/staff/approval-shapes.js';
import type { AttentionShape } from '../../../src/contract/staff/attention-shapes.js';
import { verifyBeacon } from '../../../src/contract/line/beacon.js';
import type { Problem } from '../../../src/contract/errors.js';
import type { OrderCancellationShape } from '../../../src/contract/orders/order-cancellation-shapes.js';
import type { OrderShape } from '../../../src/contract/orders/order-shapes.js';
import type { Snapshot } from '../../../src/contract/line/line-shapes.js';
import type { NewApiKeyShape } from '../../../src/contract/partners/partner-shapes.js';
import type { NewInvitationShape } from '../../../src/contract/staff/team-shapes.js';
import { ApprovalGate } from '../../../src/admin/approvals/approval-gate.js';
import { ApprovalsService } from '../../../src/admin/approvals/approvals.service.js';
import { WatchdogTask } from '../../../src/checkout/attention/watchdog.task.js';
import { QuarantineService } from '../../../src/payments/quarantine/quarantine.service.js';
import { EgressService } from '../../../src/platform/egress/egress.service.js';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import type { SaleView } from '../../../src/sales/sales.types.js';
import { TEST_ADMIN_KEY, type TestNode } from '../../support/app.js';
import { sharedRedisUrl } from '../../support/services.js';
import { Shop } from '../checkout/shop.js';
import { callerOf, saleBody, signIn, type SignedIn } from './staff-client.js';

let shop: Shop;
let node: TestNode;
let sale: SaleView;
let owner: SignedIn;
let second: SignedIn;
let manager: SignedIn;

beforeAll(async () => {
  shop = await Shop.open(await sharedRedisUrl());
  node = { url: shop.url } as TestNode;
  sale = await shop.sale('approval-night', 100);
  owner = await signIn(node);
  second = await join('second@spec.example', 'owner');
  manager = await join('manager@spec.example', 'manager');
}, 60_000);
afterAll(() => shop.close());

const join = async (email: string, role: string): Promise<SignedIn> => {
  const { body } = await owner.call<NewInvitationShape>('POST', '/v1/admin/team', { email, role });
  const password = 'a member’s password';
  await callerOf(node)('POST', '/v1/admin/invitations/accept', { token: body.token, name: email, password });
  return await signIn(node, { email, password });
};
const keyOf = async (who: SignedIn, scope: string) => {
  const { body } = await who.call<NewApiKeyShape>('POST', '/v1/admin/api-keys', { name: 'Till', scopes: [scope] });
  return { id: body.id, call: callerOf(node, { authorization: `Bearer ${body.key}` }) };
};
const asKey = () => callerOf(node, { authorization: `Bearer ${TEST_ADMIN_KEY}` });
const require_ = async (kinds: string[], refundFreeMinor: number | null = null): Promise<void> => {
  const set = await owner.call('PUT', '/v1/admin/approvals/settings', { kinds, refundFreeMinor });
  if (set.status === 409) await decide(second, set.body.approvalId, 'approve');
};
const read = async (id = ''): Promise<ApprovalShape> =>
  (await owner.call<ApprovalShape>('GET', `/v1/admin/approvals/${id}`)).body;
const decide = async (who: SignedIn, id = '', verb: 'approve' | 'refuse') =>
  await who.call<ApprovalShape & Problem>(
    'POST',
    `/v1/admin/approvals/${id}/${verb}`,
    verb === 'approve' ? { hash: (await read(id)).hash } : {},
  );
const buy = async (quantity = 1): Promise<OrderShape> =>
  (await shop.fan('approval-night')).buy([{ ticketTypeId: sale.ticketTypes[0]?.id ?? '', quantity }]);
const refund = async (who: Pick<SignedIn, 'call'>, order: OrderShape, amount: number, key?: string) =>
  await who.call<Problem & { state: string }>(
    'POST',
    `/v1/admin/orders/${order.id}/refund`,
    { amount },
    key === undefined ? {} : { 'idempotency-key': key },
  );
const draft = async (): Promise<string> =>
  (await asKey()<{ id: string }>('POST', '/v1/admin/sales', saleBody())).body.id;
const published = async (): Promise<string> => {
  const id = await draft();
  await asKey()('POST', `/v1/admin/sales/${id}/publish`);
  return id;
};

describe('canceling an order', () => {
  it('gives all of a paid one back once, and voids its tickets', async () => {
    const order = await buy(2);
    const cancel = async () =>
      await owner.call<OrderCancellationShape>('POST', `/v1/admin/orders/${order.id}/cancel`, { reason: 'asked' });
    expect(await cancel()).toMatchObject({ status: 202, body: { state: 'asked', refund: { state: 'asked' } } });
    expect((await cancel()).body.state).toBe('already');
    const elsewise = await owner.call('POST', `/v1/admin/orders/${order.id}/cancel`, { reason: 'asked by phone' });
    expect(elsewise).toMatchObject({ status: 202, body: { state: 'already' } });
    const after = await shop.until(
      () => owner.call<{ state: string; history: { what: string }[] }>('GET', `/v1/admin/orders/${order.id}`),
      ({ body }) => body.state === 'refunded',
    );
    expect(after.body.history.map(({ what }) => what)).toContain('order.cancel');
    expect(await shop.number('SELECT count(*) AS n FROM payment_refund WHERE order_id = $1', [order.id])).toBe(1);
    expect((await cancel()).body).toMatchObject({ state: 'already', orderState: 'refunded' });
  });

  it('ends an unpaid one, whose stock is free again', async () => {
    const fan = await shop.fan('approval-night');
    const { body: hold } = await fan.hold([{ ticketTypeId: sale.ticketTypes[0]?.id ?? '', quantity: 3 }]);
    const { body: order } = await fan.order(hold.id);
    const answer = await owner.call<OrderCancellationShape>('POST', `/v1/admin/orders/${order.id}/cancel`, {});
    expect(answer).toMatchObject({ status: 202, body: { state: 'asked', refund: null } });
    await shop.until(
      () => owner.call<{ state: string }>('GET', `/v1/admin/orders/${order.id}`),
      ({ body }) => body.state === 'canceled',
    );
    expect((await owner.call('POST', '/v1/admin/orders/ord_00000000000000000000000000/cancel', {})).status).toBe(404);
  });
});

describe('what needs a second person', () => {
  it('is done at once while nobody asks for that', async () => {
    expect((await manager.call('POST', `/v1/admin/sales/${await published()}/close`)).status).toBe(200);
  });

  it('waits for another member, who approves what they looked at, and is done once', async () => {
    await require_(['close_sale']);
    const id = await published();
    const asked = await manager.call('POST', `/v1/admin/sales/${id}/close`);
    expect(asked).toMatchObject({ status: 409, body: { code: 'APPROVAL_REQUIRED' } });
    const approvalId = asked.body.approvalId;
    expect((await manager.call('POST', `/v1/admin/sales/${id}/close`)).body.approvalId).toBe(approvalId);
    expect(await decide(manager, approvalId, 'approve')).toMatchObject({ status: 403, body: { code: 'APPROVAL_OWN' } });
    expect(await asKey()('POST', `/v1/admin/approvals/${approvalId}/approve`, { hash: 'x'.repeat(30) })).toMatchObject({
      status: 403,
    });
    const other = await owner.call('POST', `/v1/admin/approvals/${approvalId}/approve`, { hash: 'x'.repeat(30) });
    expect(other).toMatchObject({ status: 409, body: { code: 'VERSION_CONFLICT' } });
    const both = await Promise.all([decide(owner, approvalId, 'approve'), decide(second, approvalId, 'approve')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await read(approvalId)).toMatchObject({ state: 'done', outcome: 'moved' });
    expect((await owner.call<{ state: string }>('GET', `/v1/admin/sales/${id}`)).body.state).toBe('closed');
    const { body: log } = await owner.call<{ entries: { action: string; actor: string }[] }>(
      'GET',
      `/v1/admin/audit?subject=${id}`,
    );
    expect(log.entries[0]).toMatchObject({ action: 'sale.close', actor: `member:${manager.session.member.id}` });
  });

  it('is also an earlier end of a sale, which never ends by a time in the past', async () => {
    await require_(['close_sale']);
    const id = await published();
    const end = async (who: Pick<SignedIn, 'call'>, inHours: number) =>
      await who.call('PATCH', `/v1/admin/sales/${id}`, {
        closesAt: new Date(Date.now() + inHours * 3_600_000).toISOString(),
      });
    const past = await end(manager, -1);
    expect(past.body).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(past.body.errors).toContainEqual(
      expect.objectContaining({ field: 'closesAt', message: expect.stringContaining('close it') }),
    );
    const asked = await end(manager, 5);
    expect(asked).toMatchObject({ status: 409, body: { code: 'APPROVAL_REQUIRED' } });
    expect((await decide(owner, asked.body.approvalId, 'approve')).body.state).toBe('done');
    expect((await end(manager, 6)).status).toBe(200);
    expect((await end(manager, 4)).body.code).toBe('APPROVAL_REQUIRED');
    // for a node whose clock is ahead that end has passed, and would be refused: it asks all the same
    const ahead = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 20 * 3_600_000);
    const byIt = await end(manager, 3 - 20).finally(() => ahead.mockRestore());
    expect(byIt.body.code).toBe('APPROVAL_REQUIRED');
    expect((await owner.call<{ state: string }>('GET', `/v1/admin/sales/${id}`)).body.state).not.toBe('closed');
  });

  it('does nothing once it was refused, withdrawn or too old', async () => {
    await require_(['close_sale']);
    const id = await published();
    const ask = async () => (await manager.call('POST', `/v1/admin/sales/${id}/close`)).body.approvalId ?? '';
    const refused = await ask();
    expect((await decide(owner, refused, 'refuse')).body.state).toBe('refused');
    const withdrawn = await ask();
    expect((await owner.call('DELETE', `/v1/admin/approvals/${withdrawn}`)).status).toBe(403);
    expect((await manager.call<ApprovalShape>('DELETE', `/v1/admin/approvals/${withdrawn}`)).body.state).toBe(
      'withdrawn',
    );
    const late = await ask();
    const ago = new Date(Date.now() - 1_000);
    await shop.app.get(PrismaService).approval.update({ where: { id: late }, data: { expiresAt: ago } });
    for (const each of [refused, withdrawn, late])
      expect(await decide(owner, each, 'approve')).toMatchObject({ status: 409, body: { code: 'APPROVAL_STATE' } });
    expect((await read(late)).state).toBe('expired');
    expect((await owner.call<{ state: string }>('GET', `/v1/admin/sales/${id}`)).body.state).not.toBe('closed');
  });

  it('is carried on when the node that began it died', async () => {
    await require_(['close_sale']);
    const id = await published();
    const approvalId = (await manager.call('POST', `/v1/admin/sales/${id}/close`)).body.approvalId ?? '';
    const prisma = shop.app.get(PrismaService);
    const long = new Date(Date.now() - 120_000);
    await prisma.approval.update({ where: { id: approvalId }, data: { state: 'approved', tries: 1, triedAt: long } });
    await shop.app.get(ApprovalsService).sweep();
    expect(await read(approvalId)).toMatchObject({ state: 'done' });
    await prisma.approval.update({ where: { id: approvalId }, data: { state: 'approved', tries: 5, triedAt: long } });
    await shop.app.get(ApprovalsService).sweep();
    expect(await read(approvalId)).toMatchObject({ state: 'failed' });
  });

  it('is also money that a member says was given back otherwise', async () => {
    await require_(['refund'], 5_000);
    const order = await buy(2);
    const [refundId, itemId] = ['ref_otherwise', 'att_otherwise'];
    await shop.rows(
      `INSERT INTO payment_refund (id, order_id, attempt, asking, origin, actor, amount_minor, state, ended_at)
       VALUES ($1, $2, 1, 'staff:spec', 'staff', 'spec', 9000, 'refused', now())`,
      [refundId, order.id],
    );
    await shop.rows(
      `INSERT INTO attention (id, order_id, kind, next_step, detail) VALUES ($1, $2, 'refund_refused', '', $3)`,
      [itemId, order.id, JSON.stringify({ refundId })],
    );
    const body = { verb: 'paid_back', note: 'in cash at the till' };
    const asked = await second.call<Problem>('POST', `/v1/admin/attention/${itemId}/resolve`, body);
    expect(asked).toMatchObject({ status: 409, body: { code: 'APPROVAL_REQUIRED' } });
    expect((await decide(owner, asked.body.approvalId, 'approve')).body.state).toBe('done');
    await shop.until(
      () => owner.call<{ state: string }>('GET', `/v1/admin/orders/${order.id}`),
      ({ body: { state } }) => state === 'refunded',
    );
    const recorded = `SELECT actor AS n FROM payment_refund WHERE order_id = $1 AND means = 'other'`;
    expect(await shop.rows(recorded, [order.id])).toEqual([{ n: `member:${second.session.member.id}` }]);
  });

  it('adds refunds of a day up, so that many small ones are a large one', async () => {
    await require_(['refund'], 5_000);
    const [first, other] = [await buy(), await buy()];
    expect((await refund(manager, first, 4_500)).status).toBe(202);
    const asked = await refund(manager, other, 1_000);
    expect(asked).toMatchObject({ status: 409, body: { code: 'APPROVAL_REQUIRED' } });
    const cancel = await manager.call('POST', `/v1/admin/orders/${other.id}/cancel`, {});
    expect(cancel).toMatchObject({ status: 409, body: { code: 'APPROVAL_REQUIRED' } });
    expect((await decide(owner, asked.body.approvalId, 'approve')).body).toMatchObject({
      state: 'done',
      outcome: 'asked',
    });
    expect(
      await shop.number(`SELECT count(*) AS n FROM payment_refund WHERE order_id = $1 AND actor = $2`, [
        other.id,
        `member:${manager.session.member.id}`,
      ]),
    ).toBe(1);
  });

  it('is a refund after a scan alone where that is asked for, and no other refund', async () => {
    await require_([]);
    const [order, other] = [await buy(), await buy()];
    const barcode = order.tickets[0]?.barcode;
    expect((await asKey()('POST', '/v1/admin/scans', { barcode })).status).toBe(200);
    const asks = jest.spyOn(shop.app.get(ApprovalGate, { strict: false }), 'asksAfterScan').mockResolvedValue(true);
    expect(await refund(manager, order, 100)).toMatchObject({ status: 409, body: { code: 'APPROVAL_REQUIRED' } });
    expect((await refund(manager, other, 100)).status).toBe(202);
    asks.mockRestore();
    expect((await refund(manager, order, 100)).status).toBe(202); // a demo asks nobody
  });

  it('is a refund after a scan, whatever the amount', async () => {
    await require_(['refund'], 1_000_000);
    const order = await buy();
    expect((await refund(owner, order, 100)).status).toBe(202);
    const barcode = order.tickets[0]?.barcode;
    expect((await asKey()('POST', '/v1/admin/scans', { barcode })).status).toBe(200);
    expect(await refund(owner, order, 100)).toMatchObject({ status: 409, body: { code: 'APPROVAL_REQUIRED' } });
  });

  it('is opening a sale without the public beacon that it promised, which fans are told for good', async () => {
    const app = shop.app;
    jest.spyOn(app.get(EgressService), 'get').mockRejectedValue(new Error('drand is away'));
    const body = saleBody({ beacon: true, challenge: 'off' });
    const slug = String(body.slug);
    const created = await asKey()<{ id: string }>('POST', '/v1/admin/sales', body);
    const { id } = created.body;
    await asKey()('POST', `/v1/admin/sales/${id}/publish`);
    const joined = await shop.call<{ placeToken: string }>('POST', `/v1/sales/${slug}/places`, { body: {} });
    expect(joined.status).toBe(201);
    await asKey()('POST', `/v1/admin/sales/${id}/open`);
    const prisma = app.get(PrismaService);
    await prisma.$executeRaw`UPDATE queue_sale SET frozen_at = frozen_at - interval '2 minutes' WHERE sale_id = ${id}`;
    await app.get(WatchdogTask).runOnce(new AbortController().signal);
    const { items } = (await owner.call<{ items: AttentionShape[] }>('GET', '/v1/admin/attention')).body;
    const item = items.find(({ saleId }) => saleId === id);
    expect(item).toMatchObject({ kind: 'stuck_draw', currency: 'EUR', verbs: ['open_without_beacon', 'keep'] });
    expect(item?.finalVerbs).toEqual(['open_without_beacon']);
    await require_(['open_without_beacon']);
    const wish = { verb: 'open_without_beacon', note: 'our uplink is down' };
    const asked = await manager.call('POST', `/v1/admin/attention/${item?.id}/resolve`, wish);
    expect(asked).toMatchObject({ status: 409, body: { code: 'APPROVAL_REQUIRED' } });
    expect((await shop.call<Snapshot>('GET', `/v1/sales/${slug}/queue`)).body.draw.seed).toBeNull();
    expect((await decide(owner, asked.body.approvalId, 'approve')).body.state).toBe('done');
    const told = await shop.until(
      () => shop.call<Snapshot>('GET', `/v1/sales/${slug}/queue`),
      ({ body: news }) => news.state === 'on_sale' && news.draw.seed !== null,
    );
    expect(verifyBeacon(told.body.draw)).toBe('skipped');
    const place = await shop.call('GET', '/v1/place', { auth: `Place ${joined.body.placeToken}` });
    expect(place.body).toMatchObject({ position: 1 });
    const { changes } = (await shop.call<{ changes: object[] }>('GET', `/v1/sales/${slug}/changes`)).body;
    expect(changes).toContainEqual(expect.objectContaining({ what: 'beacon' }));
    const again = await owner.call('POST', `/v1/admin/attention/${item?.id}/resolve`, wish);
    expect(again.status).toBe(409); // it still asks for a second person before it says that nothing is left to do
    await require_([]);
    jest.restoreAllMocks();
  });

  it('is refused to a member who asks by a key and approves by session; the operator’s key is a person of its own', async () => {
    await require_(['close_sale']);
    const id = await published();
    const { id: keyId, call } = await keyOf(manager, 'sales:write');
    const asked = await call<Problem>('POST', `/v1/admin/sales/${id}/close`);
    expect(asked).toMatchObject({ status: 409, body: { code: 'APPROVAL_REQUIRED' } });
    const { approvalId } = asked.body;
    expect((await read(approvalId)).askedBy).toBe(`key:${keyId}`);
    for (const verb of ['approve', 'refuse'] as const)
      expect(await decide(manager, approvalId, verb)).toMatchObject({ status: 403, body: { code: 'APPROVAL_OWN' } });
    expect((await manager.call<ApprovalShape>('DELETE', `/v1/admin/approvals/${approvalId}`)).body.state).toBe(
      'withdrawn',
    );
    // whoever rotates a key is shown its secret, and answers for it from then on
    const { body: rotated } = await owner.call<NewApiKeyShape>('POST', `/v1/admin/api-keys/${keyId}/rotate`, {});
    const again = await callerOf(node, { authorization: `Bearer ${rotated.key}` })<Problem>(
      'POST',
      `/v1/admin/sales/${id}/close`,
    );
    expect(await decide(owner, again.body.approvalId, 'approve')).toMatchObject({ body: { code: 'APPROVAL_OWN' } });
    expect((await decide(manager, again.body.approvalId, 'approve')).body.state).toBe('done');
    const operators = await asKey()<Problem>('POST', `/v1/admin/sales/${await published()}/close`);
    expect(operators).toMatchObject({ status: 409, body: { code: 'APPROVAL_REQUIRED' } });
    expect((await decide(manager, operators.body.approvalId, 'approve')).body.state).toBe('done');
  });

  it('is a refund above what one member may give back in a day, whichever of their keys asks', async () => {
    await require_(['refund'], 4_500);
    const clerk = await join('clerk@spec.example', 'manager');
    const [first, second_] = [await keyOf(clerk, 'orders:write'), await keyOf(clerk, 'orders:write')];
    const [one, other] = [await buy(), await buy()];
    expect((await refund(first, one, 4_500)).status).toBe(202);
    for (const who of [second_, clerk])
      expect(await refund(who, other, 100)).toMatchObject({ status: 409, body: { code: 'APPROVAL_REQUIRED' } });
  });

  it('is no repeat of a refund: it answers what the call with its key has done, by one person or by two', async () => {
    await require_(['refund'], 5_000);
    const clerk = await join('repeating@spec.example', 'manager');
    const [light, heavy] = [await buy(), await buy()];
    const [first, second_] = ['repeat-of-a-light-refund', 'repeat-of-a-heavy-refund'];
    expect((await refund(clerk, light, 3_000, first)).body.state).toBe('asked');
    expect((await refund(clerk, light, 3_000, first)).body.state).toBe('already');
    expect((await refund(clerk, light, 3_001, first)).status).toBe(422);
    const asked = await refund(clerk, heavy, 3_000, second_);
    expect(asked).toMatchObject({ status: 409, body: { code: 'APPROVAL_REQUIRED' } });
    expect((await decide(owner, asked.body.approvalId, 'approve')).body.state).toBe('done');
    expect((await refund(clerk, heavy, 3_000, second_)).body.state).toBe('already');
    for (const { id } of [light, heavy])
      expect(await shop.number(`SELECT count(*) AS n FROM payment_refund WHERE order_id = $1`, [id])).toBe(1);
  });

  it('is each of ten refunds at once but the one that the day has room for', async () => {
    await require_(['refund'], 4_500);
    const clerk = await join('hasty@spec.example', 'manager');
    const orders = [];
    for (let n = 0; n < 10; n += 1) orders.push(await buy());
    const answers = await Promise.all(orders.map((order) => refund(clerk, order, 4_500)));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, ...Array<number>(9).fill(409)]);
  });

  it('is every final decision about a quarantine, by what its charges sum up to, and never a key’s', async () => {
    await shop.app.get(QuarantineService).begin('many_strays', new Date());
    await shop.rows(
      `INSERT INTO payment_stray (intent_id, order_id, attempt, sale_id, amount_minor, currency, captured, made_at)
       VALUES ('pi_gone', 'ord_gone', 1, $1, 9000, 'EUR', true, now())`,
      [sale.id],
    );
    const decided = () => shop.rows('SELECT decision FROM payment_stray');
    const { body } = await shop.until(
      () => owner.call<{ items: AttentionShape[] }>('GET', '/v1/admin/attention'),
      ({ body: { items } }) => items.some(({ kind }) => kind === 'quarantine'),
    );
    const path = `/v1/admin/attention/${body.items.find(({ kind }) => kind === 'quarantine')?.id}/resolve`;
    const till = await keyOf(manager, 'orders:write');
    for (const verb of ['refund', 'release']) expect((await till.call('POST', path, { verb })).status).toBe(403);
    await require_(['refund'], 8_999);
    const required = { status: 409, body: { code: 'APPROVAL_REQUIRED' } };
    expect(await owner.call('POST', path, { verb: 'refund' })).toMatchObject(required);
    const asked = await owner.call('POST', path, { verb: 'release' });
    expect(asked).toMatchObject(required);
    expect(await decided()).toEqual([{ decision: null }]);
    expect((await decide(second, asked.body.approvalId, 'approve')).body.state).toBe('done');
    expect(await decided()).toEqual([{ decision: 'release' }]);
    await require_([]);
  });

  it('is not lifted by an approval asked for before another owner asked for more', async () => {
    await require_(['cancel_show', 'change_policy']);
    const asked = await owner.call('PUT', '/v1/admin/approvals/settings', { kinds: ['cancel_show'] });
    expect(asked).toMatchObject({ status: 409, body: { code: 'APPROVAL_REQUIRED' } });
    const more = ['cancel_show', 'change_policy', 'close_sale'];
    expect((await second.call('PUT', '/v1/admin/approvals/settings', { kinds: more })).status).toBe(200);
    expect(await decide(second, asked.body.approvalId, 'approve')).toMatchObject({
      ...{ status: 409, body: { code: 'APPROVAL_OUTDATED' } },
    });
    expect(await read(asked.body.approvalId)).toMatchObject({
      ...{ state: 'outdated', outcome: expect.stringContaining('changed since it was asked for') },
    });
    const settings = await owner.call<ApprovalSettingsShape>('GET', '/v1/admin/approvals/settings');
    expect(settings.body.kinds).toEqual(more);
    await require_([]);
  });

  it('is lifted by two owners only, and asked for only when somebody else could approve', async () => {
    await require_(['cancel_show', 'change_policy']);
    const lift = async () => await owner.call('PUT', '/v1/admin/approvals/settings', { kinds: [] });
    const asked = await lift();
    expect(asked).toMatchObject({ status: 409, body: { code: 'APPROVAL_REQUIRED' } });
    expect((await decide(manager, asked.body.approvalId, 'approve')).status).toBe(403);
    const show = await owner.call('POST', `/v1/admin/sales/${await draft()}/cancel-show`, { reason: 'rain' });
    expect(show).toMatchObject({ status: 409, body: { code: 'APPROVAL_REQUIRED' } });
    expect((await decide(second, asked.body.approvalId, 'approve')).body.state).toBe('done');
    const prisma = shop.app.get(PrismaService);
    await prisma.member.updateMany({
      where: { email: { not: 'owner@spec.example' } },
      data: { removedAt: new Date() },
    });
    const alone = await owner.call('PUT', '/v1/admin/approvals/settings', { kinds: ['cancel_show'] });
    expect(alone).toMatchObject({ status: 409, body: { code: 'APPROVAL_ALONE' } });
    const { body } = await owner.call<ApprovalSettingsShape>('GET', '/v1/admin/approvals/settings');
    expect(body).toEqual({ kinds: [], refundFreeMinor: null, approvers: 1, version: body.version });
  });
});
