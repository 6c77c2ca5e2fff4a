import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createHmac } from 'node:crypto';
import pg from 'pg';
import type {
  BuyerMessageList,
  BuyerMessageShape,
  MessageAudienceShape,
} from '../../../src/contract/orders/buyer-message-shapes.js';
import { OrderMails } from '../../../src/checkout/mail/order-mails.service.js';
import { BuyerMessages } from '../../../src/checkout/messages/buyer-messages.service.js';
import { AuditService } from '../../../src/platform/audit/audit.service.js';
import { Tokens } from '../../../src/platform/tokens/tokens.js';
import { Mailer, type OutgoingMail } from '../../../src/platform/mail/mailer.service.js';
import type { OrderNoteShape } from '../../../src/contract/orders/order-note-shapes.js';
import type { StaffOrderDetail, StaffOrdersPage, StaffSaleShape } from '../../../src/contract/staff/staff-shapes.js';
import { MailsRepository } from '../../../src/tickets/mail/mails.repository.js';
import { startNode, type TestNode } from '../../support/app.js';
import { freshDatabase, sharedRedisUrl } from '../../support/services.js';
import { until } from '../../support/system.js';
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

  it('keep what staff write about them, fifty notes at most', async () => {
    const path = `/v1/admin/orders/${idOf(4)}/notes`;
    const added = await call<OrderNoteShape>('POST', path, { text: '  Will bring the ID.  ' });
    expect(added).toMatchObject({ status: 201, body: { text: 'Will bring the ID.', actor: 'key:environment' } });
    const { body } = await call<StaffOrderDetail>('GET', `/v1/admin/orders/${idOf(4)}`);
    expect(body.notes).toEqual([added.body]);
    expect(body.history.map(({ what }) => what)).toContain('order.note');
    expect(await call('POST', path, { text: '' })).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
    expect((await call('POST', `/v1/admin/orders/${idOf(0)}/notes`, { text: 'x' })).status).toBe(404);
    await database.query(
      `INSERT INTO order_note (id, order_id, sale_id, note, actor) SELECT 'note_' || n, $1, $2, 'x', 'system' FROM generate_series(1, 49) n`,
      [idOf(4), saleId],
    );
    expect(await call('POST', path, { text: 'x' })).toMatchObject({ status: 409, body: { code: 'ORDER_NOTE_LIMIT' } });
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

describe('a message to buyers', () => {
  /** More than one batch. */
  const TICKETS = 620;
  const sent: OutgoingMail[] = [];
  let typeId: string;
  const path = (): string => `/v1/admin/sales/${saleId}/messages`;
  const message = { subject: 'Doors open earlier', text: 'Doors open at {time:2027-05-01T16:00Z}.\n\nGate 4.' };
  const german = { subject: 'Einlass früher', text: 'Einlass um {time:2027-05-01T16:00Z}.' };

  beforeAll(async () => {
    node.app.get(Mailer).send = async (mail) => {
      await Promise.resolve(sent.push(mail));
    };
    typeId = (await call<StaffSaleShape>('GET', `/v1/admin/sales/${saleId}`)).body.ticketTypes[0]?.id ?? '';
    await database.query('DELETE FROM ticket');
    // every second ticket is of the sale's own type; the buyer of order 10 has all tickets of 10 to 19
    await database.query(`UPDATE orders SET buyer_email = 'Same@example.com' WHERE id >= $1 AND id <= $2`, [
      idOf(10),
      idOf(19),
    ]);
    await database.query(
      `INSERT INTO ticket (id, order_id, sale_id, ticket_type_id, pool_id, label, issued_at)
       SELECT 'tkt_' || lpad(n::text, 26, '0'), 'ord_' || lpad(n::text, 26, '0'), $1, CASE WHEN n % 2 = 0 THEN $2 ELSE 'tt_b' END, 'pool_a', 'Standing', now()
       FROM generate_series(1, ${TICKETS}) n`,
      [saleId, typeId],
    );
    await database.query(`UPDATE ticket SET voided_at = now() WHERE order_id = $1`, [idOf(3)]);
    await database.query(`UPDATE orders SET buyer_language = 'de' WHERE id = $1`, [idOf(5)]);
    await database.query(
      `UPDATE ticket SET holder_email = 'friend@example.com', holder_name = 'Friend', holder_language = 'de', transfers = 1 WHERE order_id = $1`,
      [idOf(6)],
    );
  });

  it('says whom it would reach: each person once, holders for buyers, nobody with a void ticket', async () => {
    const all = await call<MessageAudienceShape>('POST', `${path()}/audience`, {});
    expect(all.body).toMatchObject({ people: TICKETS - 9 - 1, languages: { en: TICKETS - 12, de: 2 } });
    const some = await call<MessageAudienceShape>('POST', `${path()}/audience`, { ticketTypeIds: [typeId] });
    expect(some.body.people).toBe(TICKETS / 2 - 4);
    const none = await call<MessageAudienceShape>('POST', `${path()}/audience`, { sections: ['X'] });
    expect(none.body.people).toBe(0);
  });

  it('refuses links to strangers, unknown types, nobody, and more than a mail may hold', async () => {
    const refused: [object, string][] = [
      [{ ...message, text: 'Pay at https://evil.example/now' }, 'evil.example'],
      [{ ...message, texts: { de: { ...german, text: 'www.evil.example' } } }, 'texts.de'],
      [{ ...message, texts: { xx: german } }, 'en, de'],
      [{ ...message, ticketTypeIds: [`tt_${'0'.repeat(26)}`] }, 'ticketTypeIds'],
      [{ ...message, sections: ['X'] }, 'nobody'],
      [{ ...message, text: 'x'.repeat(4_001) }, 'text'],
      [{ ...message, text: 'at {time:noon}' }, 'time:'],
      [{ ...message, subject: 'a\nb' }, 'subject'],
    ];
    for (const [body, word] of refused) {
      const answer = await call('POST', path(), body);
      expect([answer.status, JSON.stringify(answer.body)]).toEqual([400, expect.stringContaining(word)]);
    }
    expect((await call<BuyerMessageList>('GET', path())).body.messages).toEqual([]);
  });

  it('reaches every person once in their language, however often it is asked for by one key', async () => {
    const body = { ...message, texts: { de: german } };
    const key = { 'idempotency-key': 'buyer-message-key-1' };
    const asked = await Promise.all([call('POST', path(), body, key), call('POST', path(), body, key)]);
    expect(asked.map(({ status }) => status).every((status) => status === 202 || status === 409)).toBe(true);
    const done = await until(
      'the last mail',
      async () => {
        const [first, ...rest] = (await call<BuyerMessageList>('GET', path())).body.messages;
        expect(rest).toEqual([]);
        return first?.state === 'sent' ? first : null;
      },
      50_000,
    );
    const readers = TICKETS - 10;
    // the order of the second is being canceled: it has no tickets to open any more
    expect(done).toMatchObject({ people: readers, progress: { waiting: 0, sent: readers - 1, skipped: 1, failed: 0 } });
    expect(new Set(sent.map(({ to }) => to.address.toLowerCase())).size).toBe(readers - 1);
    const of = (address: string): OutgoingMail | undefined => sent.find(({ to }) => to.address === address);
    expect(of('fan7@example.com')?.text).toContain('1 May 2027 at 18:00 (Berlin)');
    expect(of('fan5@example.com')?.subject).toBe('Einlass früher');
    expect(of('friend@example.com')?.text).toContain('/orders/tkt_');
    expect(of('fan6@example.com')).toBeUndefined();
    // whoever has a copy of the table cannot find an address by trying it
    const { rows } = await database.query<{ person: string }>(
      `SELECT person FROM mail WHERE order_id = $1 AND kind = 'message'`,
      [idOf(7)],
    );
    const digestKey = node.app.get(Tokens).mac('person', 'message', done.id);
    expect(rows).toEqual([{ person: createHmac('sha256', digestKey).update('fan7@example.com').digest('hex') }]);
  }, 60_000);

  it('is sent once when a call is repeated after the node failed in between', async () => {
    await database.query('DELETE FROM ticket WHERE order_id <> $1', [idOf(7)]);
    const audit = node.app.get(AuditService, { strict: false });
    const record = jest.spyOn(audit, 'record').mockRejectedValueOnce(new Error('died'));
    const key = { 'idempotency-key': 'buyer-message-key-2' };
    expect((await call('POST', path(), message, key)).status).toBe(500);
    record.mockRestore();
    const before = (await call<BuyerMessageList>('GET', path())).body.messages;
    const again = await call<BuyerMessageShape>('POST', path(), message, key);
    expect([again.status, again.body.id]).toEqual([202, before[0]?.id]);
    expect((await call<BuyerMessageList>('GET', path())).body.messages).toHaveLength(before.length);
  });

  it('is refused once ten have gone in a day', async () => {
    await database.query(
      `INSERT INTO buyer_message (id, sale_id, actor, subject, text, people, queued_at)
       SELECT 'msg_' || n, $1, 'mem_x', 's', 't', 1, now() FROM generate_series(1, 9) n`,
      [saleId],
    );
    expect(await call('POST', path(), message)).toMatchObject({ status: 409, body: { code: 'MESSAGE_LIMIT' } });
  });

  it('goes out after purchases’ mails, and goes on while recipients are postponed', async () => {
    await database.query('DELETE FROM mail');
    node.app.get(BuyerMessages, { strict: false }).queueNext = async () => await Promise.resolve();
    Object.defineProperty(node.app.get(Mailer), 'isOff', { value: true, configurable: true }); // no task takes any
    await database.query(
      `INSERT INTO buyer_message (id, sale_id, actor, subject, text, people) VALUES ('msg_open', $1, 'mem_x', 's', 't', 4)`,
      [saleId],
    );
    await database.query(
      `INSERT INTO mail (order_id, kind, message_id, person, tries, next_at)
       SELECT $1, 'message', 'msg_open', 'person ' || n, CASE WHEN n = 4 THEN 1 ELSE 0 END,
         now() + CASE WHEN n = 4 THEN interval '1 hour' ELSE interval '-1 hour' END
       FROM generate_series(1, 4) n`,
      [idOf(5)],
    );
    await database.query(`INSERT INTO mail (order_id, kind) VALUES ($1, 'paid'), ($2, 'paid')`, [idOf(5), idOf(6)]);
    expect(await node.app.get(BuyerMessages, { strict: false }).open()).toContainEqual({
      id: 'msg_open',
      waiting: 3,
    });
    const taken = await node.app.get(MailsRepository, { strict: false }).take(3);
    expect(taken.map(({ kind }) => kind)).toEqual(['paid', 'paid', 'message']);

    const last = taken.flatMap((mail) => (mail.kind === 'message' ? [{ ...mail, tries: 99 }] : []));
    node.app.get(Mailer).send = async () => await Promise.reject(new Error('no such mailbox'));
    await Promise.all(last.map(async (mail) => await node.app.get(OrderMails, { strict: false }).send(mail)));
    const { rows } = await database.query(
      `SELECT state, (SELECT count(*)::int FROM attention WHERE kind = 'mail_undeliverable') AS items FROM mail WHERE id = $1`,
      [last[0]?.id],
    );
    expect(rows).toEqual([{ state: 'failed', items: 0 }]);
  });
});
