import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Value } from 'typebox/value';
import { disputeRulesOf } from '../../../src/checkout/disputes/dispute.rules.js';
import { noteDispute } from '../../../src/checkout/disputes/disputes.sql.js';
import { moveToAttention } from '../../../src/checkout/facts/endings.sql.js';
import { webhookCatalogue } from '../../../src/contract/partners/webhook-catalogue.js';
import {
  type EventsPage,
  webhookEventTypes,
  type WebhookEventType,
} from '../../../src/contract/partners/webhook-events.js';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import { QueueStatsTask } from '../../../src/sales/conductor/queue-stats.task.js';
import { bearer, newKey } from './partner-client.js';
import { answerWith, Receiver } from './webhook-bench.js';
import type { TestNode } from '../../support/app.js';
import { admitted, heldTickets, ordered, paid, passHeaders, publishedSale } from '../../support/sale.js';
import { adminHeaders, call, startSystem, type TestSystem, until } from '../../support/system.js';

describe('the catalogue of events', () => {
  const receiver = new Receiver();
  let system: TestSystem;
  let node: TestNode;
  let headers: Record<string, string>;

  beforeAll(async () => {
    await receiver.start();
    system = await startSystem({ env: { ROPELINE_PARTNER_INBOX_URL: receiver.url } });
    const [first] = system.nodes;
    if (!first) throw new Error('no node');
    node = first;
    headers = bearer((await newKey(node, ['events:read'])).key);
  }, 120_000);
  afterAll(async () => {
    receiver.stop();
    await system.close();
  });

  const admin = async (path: string, body?: unknown, method = 'POST') =>
    await call<{ id: string }>(`${system.url}/v1/admin/${path}`, {
      method,
      headers: adminHeaders,
      ...(body === undefined ? {} : { body }),
    });
  const events = async () =>
    (await call<EventsPage>(`${system.url}/v1/partner/events?limit=500`, { headers })).body.events;
  const seen = async (type: WebhookEventType): Promise<void> => {
    await until(type, async () => (await events()).some((event) => event.type === type), 60_000);
  };

  it('has an example of each type that its schema accepts', () => {
    expect(Object.keys(webhookCatalogue).sort()).toEqual([...webhookEventTypes].sort());
    for (const [type, { data, example }] of Object.entries(webhookCatalogue))
      expect([type, [...Value.Errors(data, example)]]).toEqual([type, []]);
  });

  it('is sent, each type of it, with the data that its schema says', async () => {
    const prisma = node.app.get(PrismaService);
    const sale = await publishedSale(system.url, {
      ticketTypes: [{ name: 'Standing', admission: 'general', price: 4500, capacity: 10, maxPerFan: 9 }],
    });
    const ticketTypeId = sale.ticketTypes[0]?.id ?? '';
    await admin(`sales/${sale.id}/pause`);
    await admin(`sales/${sale.id}/resume`);
    const buy = async (quantity: number, { slug, ticketTypes } = sale) => {
      const { pass } = await admitted(system.url, slug);
      const items = [{ ticketTypeId: ticketTypes[0]?.id, quantity }];
      const hold = await heldTickets(system.url, slug, pass, items);
      return { pass, order: await ordered(system.url, pass, hold.id) };
    };
    const other = await publishedSale(system.url);
    const allocations = [{ ticketTypeId: other.ticketTypes[0]?.id, quantity: 2 }];
    await admin(`sales/${other.id}/channels`, [{ key: 'club', label: 'Club', allocations }], 'PUT');
    await admin(`sales/${other.id}/channels`, [], 'PUT');
    const canceled = await buy(1, other);
    await call(`${system.url}/v1/orders/${canceled.order.id}`, {
      method: 'DELETE',
      headers: passHeaders(canceled.pass),
    });
    await seen('order.canceled');
    const most = await paid(system.url, (await buy(9)).order);
    await seen('stock.low');
    await node.app.get(QueueStatsTask).runOnce(new AbortController().signal);
    await paid(system.url, (await buy(1)).order);
    await seen('sale.sold_out');
    const { attempt } = await prisma.order.findUniqueOrThrow({ where: { id: most.id } });
    await prisma.$executeRaw(
      noteDispute({ orderId: most.id, attempt, disputeId: 'issfr_1', status: 'warning' }, disputeRulesOf(null)),
    );
    await admin(`orders/${most.id}/refund`, {});
    await seen('stock.returned');
    const { order } = await buy(1, other);
    await prisma.$executeRaw(moveToAttention(order.id));
    receiver.answering.set('/gone', answerWith(410));
    const endpoint = await admin('webhook-endpoints', { url: `${receiver.url}/gone` });
    await admin(`sales/${sale.id}/close`);
    await seen('endpoint.disabled');
    await admin(`webhook-endpoints/${endpoint.body.id}/test`);
    await until('the test', () => Promise.resolve(receiver.bodiesAt('/gone').some((b) => b.type === 'endpoint.test')));

    const all = [...(await events()), ...receiver.bodiesAt('/gone').filter(({ type }) => type === 'endpoint.test')];
    const unsent = webhookEventTypes.filter((type) => !all.some((event) => event.type === type));
    expect(unsent).toEqual([]);
    for (const { type, data } of all)
      expect([type, [...Value.Errors(webhookCatalogue[type].data, data)]]).toEqual([type, []]);
    expect(all.find(({ type }) => type === 'order.paid')?.data.lines).toEqual([
      { ticketTypeId, quantity: 9, amount: 40_500 },
    ]);
  }, 240_000);
});
