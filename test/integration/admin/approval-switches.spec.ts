import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  approvalKinds,
  type ApprovalKind,
  type ApprovalShape,
  type EffectField,
} from '../../../src/contract/staff/approval-shapes.js';
import { effectWords } from '../../../src/contract/staff/effect-words.js';
import type { AccessCodesMadeShape } from '../../../src/contract/line/entry-shapes.js';
import type { Problem } from '../../../src/contract/errors.js';
import type { LiveShape } from '../../../src/contract/live/live-shapes.js';
import type { StaffSaleShape } from '../../../src/contract/staff/staff-shapes.js';
import type { ChannelsAnswer, StockAnswer } from '../../../src/contract/stock/stock-shapes.js';
import type { NewInvitationShape } from '../../../src/contract/staff/team-shapes.js';
import { ApprovalsService } from '../../../src/admin/approvals/approvals.service.js';
import { QueueService } from '../../../src/queue/queue.service.js';
import { StockChangesTask } from '../../../src/sales/catalogue/changes/stock-changes.task.js';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import type { TestNode } from '../../support/app.js';
import { sharedRedisUrl } from '../../support/services.js';
import { Shop } from '../checkout/shop.js';
import { callerOf, saleBody, signIn, type SignedIn } from './staff-client.js';

let shop: Shop;
let node: TestNode;
let owner: SignedIn;
let manager: SignedIn;

beforeAll(async () => {
  shop = await Shop.open(await sharedRedisUrl());
  node = { url: shop.url } as TestNode;
  owner = await signIn(node);
  await join('second@spec.example', 'owner');
  manager = await join('manager@spec.example', 'manager');
  const kinds = approvalKinds.filter((kind) => kind !== 'refund');
  expect((await owner.call('PUT', '/v1/admin/approvals/settings', { kinds })).status).toBe(200);
}, 60_000);
afterAll(() => shop.close());

const join = async (email: string, role: string): Promise<SignedIn> => {
  const { body } = await owner.call<NewInvitationShape>('POST', '/v1/admin/team', { email, role });
  const password = 'a long enough password';
  await callerOf(node)('POST', '/v1/admin/invitations/accept', { token: body.token, name: email, password });
  return await signIn(node, { email, password });
};

interface Scene {
  sale: StaffSaleShape;
  path: string;
  typeId: string;
}
const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
const ahead = async (changes: Record<string, unknown> = {}): Promise<Scene> => {
  const { body } = await owner.call<StaffSaleShape>('POST', '/v1/admin/sales', saleBody(changes));
  const path = `/v1/admin/sales/${body.id}`;
  const published = await owner.call<StaffSaleShape>('POST', `${path}/publish`);
  expect(published.status).toBe(200);
  return { sale: published.body, path, typeId: body.ticketTypes[0]?.id ?? '' };
};
const selling = async (): Promise<Scene> => await ahead({ prequeueAt: inHours(-2), opensAt: inHours(-1) });
const paused = async (): Promise<Scene> => {
  const scene = await selling();
  await twice(scene, 'POST', '/pause');
  return scene;
};
const saleOf = async ({ path }: Scene): Promise<StaffSaleShape> => (await owner.call<StaffSaleShape>('GET', path)).body;
const stockOf = async ({ path, typeId }: Scene) =>
  (await owner.call<StaffSaleShape>('GET', path)).body.ticketTypes.find(({ id }) => id === typeId);
const ask = async ({ path }: Scene, method: string, rest: string, body?: unknown): Promise<ApprovalShape> => {
  const asked = await manager.call(method, `${path}${rest}`, body);
  expect(asked).toMatchObject({ status: 409, body: { code: 'APPROVAL_REQUIRED' } });
  return (await owner.call<ApprovalShape>('GET', `/v1/admin/approvals/${asked.body.approvalId}`)).body;
};
const approve = async ({ id, hash }: ApprovalShape) =>
  await owner.call<ApprovalShape & Problem>('POST', `/v1/admin/approvals/${id}/approve`, { hash });
/** Has it done by two people. */
const twice = async (scene: Scene, method: string, rest: string, body?: unknown): Promise<void> => {
  expect((await approve(await ask(scene, method, rest, body))).body.state).toBe('done');
};
const channels = async ({ path }: Scene): Promise<ChannelsAnswer> =>
  (await owner.call<ChannelsAnswer>('GET', `${path}/channels`)).body;

const logOf = async (subject: string): Promise<string[]> => {
  const { body } = await owner.call<{ entries: { action: string }[] }>('GET', `/v1/admin/audit?subject=${subject}`);
  return body.entries.map(({ action }) => action);
};

interface Case {
  kind: ApprovalKind;
  what: string;
  scene: () => Promise<Scene>;
  call: (scene: Scene) => [method: string, rest: string, body?: unknown];
  /** Fields of the effect that must be told. */
  fields: EffectField[];
  /** What tells, once carried out, from what was. */
  seen: (scene: Scene) => Promise<unknown>;
  /** Changes the premise by the other manager's hand. */
  meddle: (scene: Scene) => Promise<unknown>;
}
const close = async (scene: Scene) => await twice(scene, 'POST', '/close');
const capacity = (to: number) => async (scene: Scene) =>
  await twice(scene, 'POST', '/stock', { ticketTypeId: scene.typeId, capacity: to });
let listId = '';
const withCodes = async (): Promise<Scene> => {
  const lanes = [
    { key: 'general', label: 'General', weight: 1, access: 'open' },
    { key: 'club', label: 'Club', weight: 1, access: 'code' },
  ];
  const scene = await ahead({ lanes });
  const made = await owner.call<AccessCodesMadeShape>('POST', `${scene.path}/access-codes`, {
    ...{ lane: 'club', generate: 3 },
  });
  listId = made.body.batchId;
  return scene;
};
const house = { sections: [{ key: 'A', label: 'Stalls', rows: [{ label: '1', seats: 5 }] }] };
const seats = { name: 'Seated', admission: 'reserved', price: 6_500, sections: ['A'], maxPerFan: 4 };
const club = (n: number, typeId: string) => ({
  ...{ key: 'club', label: 'Club', lanes: ['general'] },
  allocations: [{ ticketTypeId: typeId, quantity: n }],
});

const cases: Case[] = [
  {
    ...{ kind: 'open_sale', what: 'opening now', scene: ahead, call: () => ['POST', '/open'] },
    fields: ['state', 'opensAt'],
    seen: async (scene) => (await saleOf(scene)).state,
    meddle: (scene) => twice(scene, 'PATCH', '', { opensAt: inHours(3) }),
  },
  {
    ...{ kind: 'pause_sale', what: 'a pause', scene: selling, call: () => ['POST', '/pause'], fields: ['state'] },
    seen: async (scene) => (await saleOf(scene)).state,
    meddle: close,
  },
  {
    ...{ kind: 'resume_sale', what: 'a resumption', scene: paused, call: () => ['POST', '/resume'] },
    fields: ['state', 'opensAt'],
    seen: async (scene) => (await saleOf(scene)).state,
    meddle: close,
  },
  {
    ...{ kind: 'change_opening', what: 'a postponed opening', scene: ahead },
    call: () => ['PATCH', '', { opensAt: inHours(2) }],
    fields: ['opensAt'],
    seen: async (scene) => (await saleOf(scene)).opensAt,
    meddle: (scene) => twice(scene, 'PATCH', '', { opensAt: inHours(3) }),
  },
  {
    ...{ kind: 'change_stock', what: 'a raised capacity', scene: selling, fields: ['capacity'] },
    call: ({ typeId }) => ['POST', '/stock', { ticketTypeId: typeId, capacity: 150 }],
    seen: stockOf,
    meddle: capacity(120),
  },
  {
    ...{ kind: 'change_stock', what: 'withdrawn seats', fields: ['seats', 'withdrawn'] },
    scene: () => ahead({ seatMap: house, ticketTypes: [seats] }),
    call: () => ['POST', '/stock', { seatIds: ['A-1-1'], to: 'withdrawn' }],
    seen: stockOf,
    meddle: (scene) => twice(scene, 'POST', '/stock', { seatIds: ['A-1-5'], to: 'blocked' }),
  },
  {
    ...{ kind: 'change_stock', what: 'a further ticket type', scene: selling, fields: ['ticketTypes'] },
    call: () => ['POST', '/ticket-types', { name: 'Gallery', admission: 'general', price: 900, capacity: 5 }],
    seen: async (scene) => (await saleOf(scene)).ticketTypes.length,
    meddle: (scene) =>
      twice(scene, 'POST', '/ticket-types', { name: 'Pit', admission: 'general', price: 900, capacity: 5 }),
  },
  {
    ...{ kind: 'change_stock', what: 'an allocation', scene: selling, fields: ['channels'] },
    call: ({ typeId }) => ['PUT', '/channels', [club(20, typeId)]],
    seen: channels,
    meddle: (scene) => twice(scene, 'PUT', '/channels', [club(30, scene.typeId)]),
  },
  {
    ...{ kind: 'change_joins', what: 'frozen joins', scene: ahead, call: () => ['POST', '/joins', { frozen: true }] },
    fields: ['joinsFrozen'],
    seen: async (scene) => (await owner.call<LiveShape>('GET', `${scene.path}/live`)).body.joins,
    meddle: (scene) => twice(scene, 'POST', '/joins', { frozen: true, challenge: 'off' }),
  },
  {
    ...{ kind: 'change_joins', what: 'enforcing what was observed', fields: ['challenge'] },
    scene: () => ahead({ challenge: 'observe' }),
    call: () => ['POST', '/joins', { challenge: 'on' }],
    seen: async (scene) => (await saleOf(scene)).challenge,
    meddle: (scene) => twice(scene, 'POST', '/joins', { challenge: 'auto' }),
  },
  {
    ...{ kind: 'extend_deadlines', what: 'more time for everybody', scene: selling, fields: ['extendedMinutes'] },
    call: () => ['POST', '/extend-deadlines', { minutes: 10 }],
    seen: async ({ sale }) =>
      await shop.number('SELECT extended_ms AS n FROM queue_sale WHERE sale_id = $1', [sale.id]),
    meddle: (scene) => twice(scene, 'POST', '/extend-deadlines', { minutes: 5 }),
  },
  {
    ...{ kind: 'change_notice', what: 'a message', scene: ahead, call: () => ['POST', '/notice', { text: 'At nine' }] },
    fields: ['notice'],
    seen: async (scene) => (await saleOf(scene)).notice?.text,
    meddle: (scene) => twice(scene, 'POST', '/notice', { text: 'At ten' }),
  },
  {
    ...{ kind: 'void_codes', what: 'a leaked list', scene: withCodes, fields: ['codesVoided'] },
    call: () => ['DELETE', `/access-codes/${listId}`],
    seen: async ({ sale }) =>
      await shop.number('SELECT count(*) AS n FROM access_code_batch WHERE sale_id = $1 AND voided_at IS NOT NULL', [
        sale.id,
      ]),
    meddle: ({ sale }) => shop.rows('UPDATE access_code_batch SET voided_at = now() WHERE sale_id = $1', [sale.id]),
  },
  {
    ...{ kind: 'change_policy', what: 'cap and speed', scene: selling, fields: ['policy'] },
    call: () => ['PUT', '/policy', { cap: 17 }],
    seen: async (scene) => (await saleOf(scene)).policy.cap,
    meddle: (scene) => twice(scene, 'PUT', '/policy', { cap: 23 }),
  },
  {
    ...{ kind: 'close_sale', what: 'a closing', scene: ahead, call: () => ['POST', '/close'], fields: ['state'] },
    seen: async (scene) => (await saleOf(scene)).state,
    meddle: (scene) => twice(scene, 'POST', '/open'),
  },
  {
    ...{ kind: 'revoke_passes', what: 'emptying the shop', scene: selling, fields: ['state'] },
    call: () => ['POST', '/revoke-passes', {}],
    seen: async ({ sale }) => (await logOf(sale.id)).filter((action) => action === 'sale.revoke_passes'),
    meddle: (scene) => twice(scene, 'POST', '/pause'),
  },
];

describe('a switch under approval', () => {
  it.each(cases)('is $what: it waits, says what will change, and is done once', async (each) => {
    const scene = await each.scene();
    const before = await each.seen(scene);
    const asked = await ask(scene, ...each.call(scene));
    expect(asked).toMatchObject({ kind: each.kind, state: 'asked', people: { waiting: 0, shopping: 0 } });
    expect(asked.effect.map(({ field }) => field)).toEqual(each.fields);
    expect(await each.seen(scene)).toEqual(before);
    expect((await approve(asked)).body).toMatchObject({ state: 'done' });
    expect(await each.seen(scene)).not.toEqual(before);
    expect(await approve(asked)).toMatchObject({ status: 409, body: { code: 'APPROVAL_STATE' } });
  });

  it.each(cases)('is not $what any more once that has changed', async (each) => {
    const scene = await each.scene();
    const asked = await ask(scene, ...each.call(scene));
    await each.meddle(scene);
    const before = await each.seen(scene);
    expect(await approve(asked)).toMatchObject({ status: 409, body: { code: 'APPROVAL_OUTDATED' } });
    expect(await each.seen(scene)).toEqual(before);
    const { body } = await owner.call<ApprovalShape>('GET', `/v1/admin/approvals/${asked.id}`);
    expect(body).toMatchObject({
      state: 'failed',
      outcome: expect.stringMatching(each.fields.map((field) => effectWords[field]).join('|')),
    });
    expect((await logOf(asked.id))[0]).toBe('approval.failed');
  });

  it('needs nobody else while the sale is a draft', async () => {
    const { body } = await owner.call<StaffSaleShape>('POST', '/v1/admin/sales', saleBody());
    const path = `/v1/admin/sales/${body.id}`;
    const stock = { ticketTypeId: body.ticketTypes[0]?.id, capacity: 30 };
    expect((await manager.call<StockAnswer>('POST', `${path}/stock`, stock)).status).toBe(200);
    expect((await manager.call('PATCH', path, { opensAt: inHours(2) })).status).toBe(200);
  });

  it('is not done again by another node when it was done before its node went away', async () => {
    const scene = await selling();
    const prisma = shop.app.get(PrismaService);
    const seconds = async (): Promise<number> =>
      await shop.number('SELECT extended_ms AS n FROM queue_sale WHERE sale_id = $1', [scene.sale.id]);
    const stuck = { state: 'approved', tries: 1, triedAt: new Date(Date.now() - 120_000) };
    const asked = await ask(scene, 'POST', '/extend-deadlines', { minutes: 7 });
    await prisma.approval.update({ where: { id: asked.id }, data: stuck });
    await shop.app.get(ApprovalsService).sweep();
    expect(await seconds()).toBe(7 * 60_000);
    await prisma.approval.update({ where: { id: asked.id }, data: stuck });
    await shop.app.get(ApprovalsService).sweep();
    expect(await seconds()).toBe(7 * 60_000);
    const { body } = await owner.call<ApprovalShape>('GET', `/v1/admin/approvals/${asked.id}`);
    expect(body).toMatchObject({ state: 'done', outcome: expect.stringContaining('when its node went away') });
  });

  it('is done when stock that cannot be reached has its change recorded, which is made and logged once later', async () => {
    const scene = await selling();
    const { id } = scene.sale;
    const stock = { ticketTypeId: scene.typeId, capacity: 77 };
    const asked = await ask(scene, 'POST', '/stock', stock);
    const queue = shop.app.get(QueueService);
    const stamp = await queue.stamp(id);
    if (!stamp) throw new Error('the sale is not there');
    const away = jest.spyOn(queue, 'stamp').mockResolvedValue({ ...stamp, epoch: stamp.epoch - 1 });
    const { body } = await approve(asked);
    away.mockRestore();
    expect(body).toMatchObject({ state: 'done', outcome: expect.stringMatching(/^Recorded; it is made when/) });
    for (let n = 0; n < 2; n += 1) {
      await shop.app.get(PrismaService).$executeRaw`UPDATE stock_change SET next_at = now() WHERE sale_id = ${id}`;
      await shop.app.get(StockChangesTask, { strict: false }).runOnce(new AbortController().signal);
    }
    expect(await stockOf(scene)).toMatchObject({ capacity: 77 });
    const { entries } = (
      await owner.call<{ entries: { action: string; actor: string; data: unknown }[] }>(
        'GET',
        `/v1/admin/audit?subject=${id}`,
      )
    ).body;
    const logged = entries.filter(({ action }) => action === 'sale.stock');
    expect(logged).toEqual([expect.objectContaining({ actor: asked.askedBy, data: { asked: stock } })]);
    const kept = await shop.number(
      "SELECT count(*)::int AS n FROM stock_change WHERE sale_id = $1 AND wish ? 'entry'",
      [id],
    );
    expect(kept).toBe(0);
  });

  it('has one end in the log when two nodes end it', async () => {
    const scene = await ahead();
    const asked = await ask(scene, 'POST', '/joins', { frozen: true });
    const stuck = { state: 'approved', tries: 1, triedAt: new Date(Date.now() - 120_000) };
    const approval = await shop.app.get(PrismaService).approval.update({ where: { id: asked.id }, data: stuck });
    const service = shop.app.get(ApprovalsService);
    const node = service as unknown as { carryOut: (row: typeof approval) => Promise<void> };
    await Promise.all([node.carryOut(approval), node.carryOut(approval)]);
    expect((await logOf(asked.id)).filter((action) => action === 'approval.done')).toHaveLength(1);
  });

  it('is not shown as a change of seats that stay, and is known by its seats once it was done', async () => {
    const scene = await ahead({ seatMap: house, ticketTypes: [seats] });
    const given = (...seatIds: string[]) => [
      { key: 'club', label: 'Club', lanes: ['general'], allocations: [{ seatIds }] },
    ];
    await twice(scene, 'PUT', '/channels', given('A-1-1', 'A-1-2'));
    const same = await ask(scene, 'PUT', '/channels', given('A-1-2', 'A-1-1'));
    const back = await ask(scene, 'PUT', '/channels', { channels: (await channels(scene)).channels });
    for (const { effect } of [same, back]) expect(effect[0]?.after).toBe(effect[0]?.before);
    const asked = await ask(scene, 'PUT', '/channels', given('A-1-3', 'A-1-4'));
    expect(asked.effect[0]?.after).not.toBe(asked.effect[0]?.before);
    const prisma = shop.app.get(PrismaService);
    const stuck = { state: 'approved', tries: 1, triedAt: new Date(Date.now() - 120_000) };
    for (const outcome of ['changed', 'when its node went away']) {
      await prisma.approval.update({ where: { id: asked.id }, data: stuck });
      await shop.app.get(ApprovalsService).sweep();
      const { body } = await owner.call<ApprovalShape>('GET', `/v1/admin/approvals/${asked.id}`);
      expect(body).toMatchObject({ state: 'done', outcome: expect.stringContaining(outcome) });
    }
    // as many seats, but others
    expect(await approve(same)).toMatchObject({ status: 409, body: { code: 'APPROVAL_OUTDATED' } });
  });

  it('has a case for each kind but those with specs of their own', () => {
    const elsewhere = ['cancel_show', 'publish_report', 'refund', 'open_without_beacon'];
    expect([...new Set(cases.map(({ kind }) => kind)), ...elsewhere].sort()).toEqual([...approvalKinds].sort());
  });
});
