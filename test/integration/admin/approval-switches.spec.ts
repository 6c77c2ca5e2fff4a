import { isDeepStrictEqual } from 'node:util';
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
import { ApprovalsRepository } from '../../../src/admin/approvals/approvals.repository.js';
import { ApprovalsService } from '../../../src/admin/approvals/approvals.service.js';
import { EpochGuard } from '../../../src/queue/line/epoch-guard.service.js';
import { StockChangesTask } from '../../../src/sales/catalogue/changes/stock-changes.task.js';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import type { TestNode } from '../../support/app.js';
import { sharedRedisUrl } from '../../support/services.js';
import { until } from '../../support/system.js';
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
  await until('the pause', async () => (await saleOf(scene)).state === 'paused');
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
    ...{ kind: 'change_policy', what: 'a step-up for everyone', scene: selling, fields: ['policy'] },
    call: () => ['PUT', '/policy', { stepUp: 'everyone' }],
    seen: async (scene) => (await saleOf(scene)).policy.stepUp,
    meddle: (scene) => twice(scene, 'PUT', '/policy', { stepUp: 'off' }),
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
    await until('the change', async () => !isDeepStrictEqual(await each.seen(scene), before));
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
      state: 'outdated',
      outcome: expect.stringMatching(each.fields.map((field) => effectWords[field]).join('|')),
    });
    expect((await logOf(asked.id))[0]).toBe('approval.outdated');
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
    const epochGuard = shop.app.get(EpochGuard);
    const stamp = await epochGuard.stamp(id);
    if (!stamp) throw new Error('the sale is not there');
    const away = jest.spyOn(epochGuard, 'stamp').mockResolvedValue({ ...stamp, epoch: stamp.epoch - 1 });
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
    expect(logged).toEqual([
      expect.objectContaining({ actor: asked.askedBy, data: { asked: stock, approvalId: asked.id } }),
    ]);
    const kept = await shop.number(
      "SELECT count(*)::int AS n FROM stock_change WHERE sale_id = $1 AND wish ? 'entry'",
      [id],
    );
    expect(kept).toBe(0);
  });

  const stopped = async (id: string) =>
    await shop.app.get(PrismaService).approval.update({
      where: { id },
      data: { state: 'approved', tries: 1, triedAt: new Date(Date.now() - 120_000) },
    });
  const extended = async ({ sale: { id } }: Scene): Promise<number> =>
    await shop.number('SELECT extended_ms AS n FROM queue_sale WHERE sale_id = $1', [id]);
  const madeFor = async (id: string): Promise<number> =>
    await shop.number("SELECT count(*)::int AS n FROM audit_entry WHERE data->>'approvalId' = $1", [id]);

  it.each<[string, () => Promise<Scene>, string, string, unknown]>([
    ['a switch', ahead, 'POST', '/joins', { frozen: true }],
    ['a pause', selling, 'POST', '/pause', undefined],
    ['cap and speed', selling, 'PUT', '/policy', { cap: 17 }],
    ['a message', ahead, 'POST', '/notice', { text: 'At nine' }],
    ['more time', selling, 'POST', '/extend-deadlines', { minutes: 7 }],
    ['emptying the shop', selling, 'POST', '/revoke-passes', {}],
  ])('has one effect and one end in the log when two nodes carry out %s', async (_, sceneOf, method, rest, body) => {
    const scene = await sceneOf();
    const asked = await ask(scene, method, rest, body);
    const approval = await stopped(asked.id);
    const service: unknown = shop.app.get(ApprovalsService);
    const node = service as { carryOut: (row: typeof approval) => Promise<void> };
    await Promise.all([node.carryOut(approval), node.carryOut(approval)]);
    expect((await logOf(asked.id)).filter((action) => action === 'approval.done')).toHaveLength(1);
    expect(await madeFor(asked.id)).toBe(1);
    expect(await extended(scene)).toBe(rest === '/extend-deadlines' ? 7 * 60_000 : 0);
  });

  it('is a repeat for the node that takes it over from one that stopped in the middle', async () => {
    const scene = await selling();
    const asked = await ask(scene, 'POST', '/extend-deadlines', { minutes: 7 });
    const stop = jest.spyOn(shop.app.get(ApprovalsRepository, { strict: false }), 'finish');
    stop.mockRejectedValueOnce(new Error('stopped'));
    expect((await approve(asked)).body).toMatchObject({ state: 'approved' });
    expect(await extended(scene)).toBe(7 * 60_000);
    await stopped(asked.id);
    // the worst of both: nothing of it was logged either
    await shop.rows("UPDATE audit_entry SET data = data - 'approvalId' WHERE data->>'approvalId' = $1", [asked.id]);
    const service: unknown = shop.app.get(ApprovalsService);
    const node = service as { carryOut: (row: unknown) => Promise<void> };
    await node.carryOut(await shop.app.get(ApprovalsRepository, { strict: false }).byId(asked.id));
    stop.mockRestore();
    expect(await extended(scene)).toBe(7 * 60_000);
    expect(await madeFor(asked.id)).toBe(1);
  });

  it('is not done again after somebody undid it, and more time not in a line that was rebuilt', async () => {
    const scene = await ahead();
    const asked = await ask(scene, 'POST', '/joins', { frozen: true });
    const stop = jest.spyOn(shop.app.get(ApprovalsRepository, { strict: false }), 'finish');
    stop.mockRejectedValueOnce(new Error('stopped'));
    await approve(asked);
    await twice(scene, 'POST', '/joins', { frozen: false }); // as it was before: nobody could tell by looking
    await stopped(asked.id);
    await shop.app.get(ApprovalsService).sweep();
    expect((await saleOf(scene)).joinsFrozen).toBe(false);
    expect((await owner.call<ApprovalShape>('GET', `/v1/admin/approvals/${asked.id}`)).body.state).toBe('done');

    const more = await ask(await selling(), 'POST', '/extend-deadlines', { minutes: 7 });
    const proposal = { ...(more.proposal as object), epoch: 999 };
    await shop.app.get(PrismaService).approval.update({ where: { id: more.id }, data: { proposal } });
    expect(await approve(more)).toMatchObject({ status: 409, body: { code: 'APPROVAL_OUTDATED' } });
    stop.mockRestore();
  });

  it('is left alone while it runs, and by the lease of somebody else', async () => {
    const scene = await ahead();
    const { id } = await ask(scene, 'POST', '/joins', { frozen: true });
    const repository = shop.app.get(ApprovalsRepository, { strict: false });
    const { tries } = await stopped(id);
    await repository.renew({ id, tries });
    expect((await repository.takeStuck(20)).map((row) => row.id)).not.toContain(id);
    await stopped(id);
    await repository.renew({ id, tries: tries + 1 }); // of a later lease
    expect((await repository.takeStuck(20)).map((row) => row.id)).toContain(id);
  });

  it('has an end when its node stopped after a change of stock was recorded for later', async () => {
    const scene = await selling();
    const { id } = scene.sale;
    const asked = await ask(scene, 'POST', '/stock', { ticketTypeId: scene.typeId, capacity: 78 });
    const epochGuard = shop.app.get(EpochGuard);
    const stamp = await epochGuard.stamp(id);
    if (!stamp) throw new Error('the sale is not there');
    const away = jest.spyOn(epochGuard, 'stamp').mockResolvedValue({ ...stamp, epoch: stamp.epoch - 1 });
    const stop = jest.spyOn(shop.app.get(ApprovalsRepository, { strict: false }), 'finish');
    stop.mockRejectedValueOnce(new Error('stopped'));
    await approve(asked);
    await stopped(asked.id);
    await shop.app.get(ApprovalsService).sweep();
    away.mockRestore();
    stop.mockRestore();
    const { body } = await owner.call<ApprovalShape>('GET', `/v1/admin/approvals/${asked.id}`);
    expect(body).toMatchObject({ state: 'done', outcome: expect.stringMatching(/^Recorded; it is made when/) });
    await shop.app.get(PrismaService).$executeRaw`UPDATE stock_change SET next_at = now() WHERE sale_id = ${id}`;
    await shop.app.get(StockChangesTask, { strict: false }).runOnce(new AbortController().signal);
    expect(await stockOf(scene)).toMatchObject({ capacity: 78 });
    expect(await shop.number('SELECT count(*)::int AS n FROM stock_change WHERE asking = $1', [asked.id])).toBe(1);
    expect(await madeFor(asked.id)).toBe(1);
  });

  it('is outdated, as seats and channels are agreed upon over the stock as it lies', async () => {
    const standing = { name: 'Standing', admission: 'general', price: 4_500, capacity: 100, maxPerFan: 4 };
    const scene = await ahead({ seatMap: house, ticketTypes: [seats, standing] });
    const typeId = (await saleOf(scene)).ticketTypes.find(({ name }) => name === 'Standing')?.id ?? '';
    const some = await ask(scene, 'POST', '/stock', { seatIds: ['A-1-1'], to: 'blocked' });
    const given = await ask(scene, 'PUT', '/channels', [club(10, typeId)]);
    await twice(scene, 'POST', '/stock', { ticketTypeId: typeId, capacity: 90 }); // of neither a field
    const before = await channels(scene);
    for (const each of [some, given]) {
      expect(await approve(each)).toMatchObject({ status: 409, body: { code: 'APPROVAL_OUTDATED' } });
      const { body } = await owner.call<ApprovalShape>('GET', `/v1/admin/approvals/${each.id}`);
      expect(body.state).toBe('outdated');
    }
    expect(await channels(scene)).toEqual(before);
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
