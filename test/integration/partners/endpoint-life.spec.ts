import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { DeliveryRepository } from '../../../src/partners/delivery/delivery.repository.js';
import { DISABLE_AFTER_MS } from '../../../src/partners/delivery/delivery.rules.js';
import { MembersRepository } from '../../../src/admin/sign-in/members.repository.js';
import { PromoterContacts } from '../../../src/partners/delivery/promoter-contacts.service.js';
import { PromptMails } from '../../../src/platform/mail/prompt-mails.js';
import { HOUSE_STREAM } from '../../../src/partners/events/stream.rules.js';
import { answerWith, WebhookBench } from './webhook-bench.js';

describe('an endpoint', () => {
  const bench = new WebhookBench();
  const { receiver } = bench;

  beforeAll(async () => await bench.start());
  afterAll(async () => await bench.stop());
  beforeEach(async () => await bench.clear());

  const sequencesAt = (path: string): number[] => receiver.bodiesAt(path).map(({ sequence }) => sequence);
  const happened = async (...ids: string[]): Promise<void> => {
    for (const id of ids) await bench.happen(id);
    await bench.relayAll();
  };

  describe('that answers 410', () => {
    it('is disabled, loses nothing, and is sent what it missed when a range is replayed', async () => {
      receiver.answering.set('/in', answerWith(410));
      const { id } = await bench.endpointAt('/in');
      const before = await bench.lastSequence();
      await happened('ord_gone');
      await bench.deliver();
      expect(await bench.webhooks.read(id)).toMatchObject({ state: 'disabled', disabledReason: 'gone', missed: 1 });
      await happened('ord_missed_1', 'ord_missed_2');
      await bench.deliver();
      expect(receiver.received).toHaveLength(1);

      receiver.answering.clear();
      await bench.webhooks.update(id, { state: 'active' });
      await happened('ord_after');
      await bench.deliver();
      const last = receiver.bodiesAt('/in').at(-1);
      expect(last?.data.orderId).toBe('ord_after');
      // endpoint.disabled lies in between, so the receiver can tell that an event is missing
      expect(last?.previousSequence).toBe((last?.sequence ?? 0) - 1);

      const queued = await bench.messages.replay(id, { from: before + 1, to: (last?.sequence ?? 0) - 1 });
      expect(queued).toEqual({ messages: 4, next: null });
      receiver.received.length = 0;
      await bench.deliver();
      const replayed = receiver.bodiesAt('/in').sort((a, b) => a.sequence - b.sequence);
      expect(replayed.map(({ data }) => data.orderId ?? data.endpointId)).toEqual([
        'ord_gone',
        id,
        'ord_missed_1',
        'ord_missed_2',
      ]);
      for (const body of replayed) expect(body.previousSequence).toBe(body.sequence === 1 ? null : body.sequence - 1);
      expect((await bench.webhooks.read(id))?.missed).toBe(0);
    });

    it('tells of it by event, attention and state', async () => {
      receiver.answering.set('/gone', answerWith(410));
      const { id } = await bench.endpointAt('/gone');
      await bench.endpointAt('/other', { types: ['endpoint.disabled'] });
      await happened('ord_1');
      await bench.deliver();
      await bench.relayAll();
      await bench.deliver();
      expect(receiver.bodiesAt('/other')).toMatchObject([
        { type: 'endpoint.disabled', data: { endpointId: id, reason: 'gone', partnerId: null } },
      ]);
      expect(await bench.prisma.attention.findMany({ where: { kind: 'endpoint_disabled' } })).toEqual(
        expect.arrayContaining([expect.objectContaining({ detail: expect.objectContaining({ endpointId: id }) })]),
      );
    });

    it('of a partner tells its people by mail, and the log', async () => {
      const post = jest.spyOn(bench.module.get(PromptMails), 'post').mockReturnValue('sent');
      await bench.prisma.partner.create({ data: { id: 'prt_told', name: 'Club', email: 'Contact@club.example' } });
      await bench.prisma.partnerMember.createMany({
        data: [
          { id: 'pmb_in', partnerId: 'prt_told', email: 'ann@club.example', invitedBy: 'spec', joinedAt: new Date() },
          { id: 'pmb_new', partnerId: 'prt_told', email: 'new@club.example', invitedBy: 'spec' },
        ],
      });
      await bench.prisma.stream.create({ data: { id: 'prt_told', partnerId: 'prt_told' } });
      receiver.answering.set('/club', answerWith(410));
      const made = await bench.webhooks.create({ url: `${receiver.url}/club` }, 'prt_told');
      if (made.kind !== 'created') throw new Error(made.kind);
      await bench.outbox.append([{ saleId: null, type: 'sale.opened', data: { saleId: 'sale_told' } }]);
      await bench.relayAll();
      await bench.deliver();
      expect(post.mock.calls.map(([address]) => address).sort()).toEqual(['ann@club.example', 'contact@club.example']);
      expect(post.mock.calls[0]?.[2].join(' ')).toContain('410 Gone');
      const entry = await bench.prisma.auditEntry.findFirst({ where: { subject: made.endpoint.id } });
      expect(entry).toMatchObject({ actor: 'system', action: 'webhook.disabled', data: { reason: 'gone' } });
      post.mockRestore();
      await bench.webhooks.remove(made.endpoint.id, 'prt_told');
    });

    it("of the promoter tells the team's owners by mail", async () => {
      const members = new MembersRepository(bench.prisma);
      const owner = { role: 'owner', name: 'Ann', passwordHash: '-' };
      await bench.prisma.member.createMany({
        data: [
          { ...owner, id: 'mem_in', email: 'owner@house.example' },
          { ...owner, id: 'mem_out', email: 'former@house.example', removedAt: new Date() },
          { ...owner, id: 'mem_other', email: 'manager@house.example', role: 'manager' },
        ],
      });
      bench.module.get(PromoterContacts).use(() => members.ownerAddresses());
      const post = jest.spyOn(bench.module.get(PromptMails), 'post').mockReturnValue('sent');
      receiver.answering.set('/in', answerWith(410));
      await bench.endpointAt('/in');
      await happened('ord_1');
      await bench.deliver();
      expect(post.mock.calls.map(([address]) => address)).toEqual(['owner@house.example']);
      expect(post.mock.calls[0]?.[2].join(' ')).toContain('/admin/webhooks');
      post.mockRestore();
    });

    it('is sent a replay even while it is disabled, and skips it again when it still refuses', async () => {
      receiver.answering.set('/in', answerWith(410));
      const { id } = await bench.endpointAt('/in');
      await happened('ord_1');
      await bench.deliver();
      expect(await bench.messages.replay(id, { missed: true })).toEqual({ messages: 1, next: null });
      await bench.deliver();
      expect(receiver.received).toHaveLength(2);
      expect(await bench.webhooks.read(id)).toMatchObject({ state: 'disabled', missed: 1 });
    });
  });

  it('is replayed a range in as many calls as it takes', async () => {
    const { id } = await bench.endpointAt('/in');
    const before = await bench.lastSequence();
    await happened('ord_1', 'ord_2', 'ord_3', 'ord_4');
    await bench.deliver();
    receiver.received.length = 0;
    const range = async (from: number) => await bench.messages.replay(id, { from, to: before + 4 }, HOUSE_STREAM, 3);
    expect(await range(before + 1)).toEqual({ messages: 3, next: before + 4 });
    expect(await range(before + 4)).toEqual({ messages: 1, next: null });
    await bench.deliver();
    expect(sequencesAt('/in').sort((a, b) => a - b)).toEqual([1, 2, 3, 4].map((n) => before + n));
  });

  it('that fails for five days is disabled', async () => {
    receiver.answering.set('/in', answerWith(500));
    const { id } = await bench.endpointAt('/in');
    await happened('ord_1');
    await bench.deliver();
    await bench.prisma.webhookEndpoint.update({
      where: { id },
      data: { failingSince: new Date(Date.now() - DISABLE_AFTER_MS - 1) },
    });
    expect(await bench.module.get(DeliveryRepository).disableFailing(DISABLE_AFTER_MS)).toEqual([id]);
    expect(await bench.webhooks.read(id)).toMatchObject({ state: 'disabled', disabledReason: 'failing', missed: 1 });
  });

  it('is told of a test whatever it subscribes to, and no other endpoint is', async () => {
    const { id } = await bench.endpointAt('/tested', { types: ['order.paid'] });
    await bench.endpointAt('/other');
    const before = await bench.lastSequence();
    const messageId = await bench.messages.test(id);
    await bench.relayAll();
    await bench.deliver();
    expect(receiver.received.map(({ path }) => path)).toEqual(['/tested']);
    expect(receiver.bodiesAt('/tested')).toMatchObject([{ id: messageId, type: 'endpoint.test', sequence: 0 }]);
    expect(await bench.lastSequence()).toBe(before);
    expect((await bench.messages.attempts(id, { messageId: messageId ?? '' }))?.attempts).toMatchObject([
      { status: 204 },
    ]);
  });

  it('is not failing, and is asked once, when only its test was refused', async () => {
    receiver.answering.set('/in', answerWith(500));
    const { id } = await bench.endpointAt('/in');
    const messageId = (await bench.messages.test(id)) ?? '';
    await bench.deliver();
    expect((await bench.messages.read(id, messageId))?.state).toBe('failed');
    expect((await bench.webhooks.read(id))?.failingSince).toBeNull();
  });

  it('signs with each older secret for its own 24 hours', async () => {
    const { id, secret } = await bench.endpointAt('/in');
    const second = await bench.webhooks.rotateSecret(id);
    const third = await bench.webhooks.rotateSecret(id);
    if (second.kind !== 'rotated' || third.kind !== 'rotated') throw new Error('it was not rotated');
    const verifies = (with_: string): boolean => {
      const { body, headers } = receiver.received.at(-1) ?? { body: '', headers: {} };
      try {
        return Boolean(new Webhook(with_).verify(body, headers));
      } catch {
        return false;
      }
    };
    await happened('ord_1');
    await bench.deliver();
    expect([secret, second.secret, third.secret].map(verifies)).toEqual([true, true, true]);
    await bench.prisma
      .$executeRaw`UPDATE webhook_old_secret SET until = now() WHERE id = (SELECT min(id) FROM webhook_old_secret WHERE endpoint_id = ${id})`;
    await happened('ord_2');
    await bench.deliver();
    expect([secret, second.secret, third.secret].map(verifies)).toEqual([false, true, true]);
  });

  it('that asks for a pause is left alone, with all its messages', async () => {
    receiver.answering.set('/in', answerWith(429, { 'retry-after': '120' }));
    const { id } = await bench.endpointAt('/in');
    await happened('ord_1');
    await bench.deliver();
    const pausedUntil = Date.parse((await bench.webhooks.read(id))?.pausedUntil ?? '');
    expect(pausedUntil).toBeGreaterThan(Date.now() + 100_000);
    await happened('ord_2');
    await bench.deliver();
    expect(receiver.received).toHaveLength(1);
  });

  it('is sent the retries in order once it recovers', async () => {
    receiver.answering.set('/in', answerWith(500));
    await bench.endpointAt('/in');
    await happened('ord_1', 'ord_2', 'ord_3', 'ord_4');
    await bench.deliver();
    expect(receiver.received).toHaveLength(4);
    receiver.received.length = 0;
    // the back-off's jitter may have made the last one due first
    await bench.prisma.$executeRaw`
      UPDATE webhook_message SET next_at = now() - interval '1 second'
       WHERE state = 'pending' AND sequence = (SELECT max(sequence) FROM webhook_message WHERE state = 'pending')`;
    receiver.answering.clear();
    await bench.deliver();
    expect(receiver.received).toHaveLength(0); // the oldest is not due yet
    await bench.passTime();
    await bench.deliver();
    await bench.deliver();
    const sequences = sequencesAt('/in');
    expect(sequences).toHaveLength(4);
    expect(sequences[0]).toBe(Math.min(...sequences));
  });

  it('is not kept from the rest by one message that it always refuses', async () => {
    receiver.answering.set('/in', (response, { body }) =>
      response.writeHead(body.includes('ord_poison') ? 500 : 204).end(),
    );
    const { id } = await bench.endpointAt('/in', { concurrency: 2 });
    await happened('ord_poison');
    for (let n = 0; n < 3; n++) {
      await bench.passTime();
      await bench.deliver();
    }
    await happened('ord_1', 'ord_2');
    await bench.deliver();
    await bench.deliver();
    const states = (await bench.messages.list(id))?.messages.map(({ state, tries }) => [state, tries]);
    expect(states).toEqual([
      ['delivered', 1],
      ['delivered', 1],
      ['pending', 3],
    ]);
  });

  it('with a concurrency of 1 is sent one after the other, strictly in order', async () => {
    let atOnce = 0;
    let most = 0;
    receiver.answering.set('/in', (response) => {
      most = Math.max(most, ++atOnce);
      setImmediate(() => {
        atOnce -= 1;
        response.writeHead(204).end();
      });
    });
    await bench.endpointAt('/in', { concurrency: 1 });
    await happened('ord_1', 'ord_2', 'ord_3');
    for (let n = 0; n < 3; n++) await bench.deliver();
    const sequences = sequencesAt('/in');
    expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
    expect([sequences.length, most]).toEqual([3, 1]);
  });

  it('is refused a second time under the same URL, at first and by a change', async () => {
    await bench.endpointAt('/in');
    const { id } = await bench.endpointAt('/other');
    expect((await bench.webhooks.create({ url: `${receiver.url}/in` })).kind).toBe('exists');
    expect((await bench.webhooks.update(id, { url: `${receiver.url}/in` })).kind).toBe('exists');
  });

  it('whose types change names the last event that the new ones match', async () => {
    const { id } = await bench.endpointAt('/in', { types: ['sale.opened'] });
    await happened('ord_1');
    const paid = await bench.lastSequence();
    await bench.webhooks.update(id, { types: ['order.paid'] });
    await bench.outbox.append([{ saleId: 'sale_1', type: 'sale.opened', data: {} }]);
    await happened('ord_2');
    await bench.deliver();
    expect(receiver.bodiesAt('/in')).toMatchObject([{ sequence: paid + 2, previousSequence: paid }]);
  });

  it('is told exactly what the event list says, filtered or not', async () => {
    await happened('ord_before');
    const from = await bench.lastSequence();
    await bench.endpointAt('/all');
    await bench.endpointAt('/paid', { types: ['order.paid'] });
    await happened('ord_1');
    await bench.outbox.append([{ saleId: 'sale_1', type: 'sale.opened', data: {} }]);
    await happened('ord_2');
    await bench.deliver();
    const inOrder = (path: string) => receiver.bodiesAt(path).sort((a, b) => a.sequence - b.sequence);
    expect(inOrder('/all')).toEqual(await bench.eventsAfter(from));
    expect(inOrder('/paid')).toEqual(await bench.eventsAfter(from, ['order.paid']));
  });

  it('that is removed is sent nothing more', async () => {
    const { id } = await bench.endpointAt('/in');
    await happened('ord_1');
    expect(await bench.webhooks.remove(id)).toBe(true);
    await bench.deliver();
    expect(receiver.received).toHaveLength(0);
    expect(await bench.webhooks.remove(id)).toBe(false);
  });
});
