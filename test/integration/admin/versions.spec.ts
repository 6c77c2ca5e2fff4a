import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EndpointShape } from '../../../src/contract/partners/webhook-shapes.js';
import type { PartnerShape } from '../../../src/contract/partners/partner-shapes.js';
import type { SaleSeatMapShape } from '../../../src/contract/stock/seat-map-shapes.js';
import type { SaleInputAnswer, StaffSaleShape } from '../../../src/contract/staff/staff-shapes.js';
import type { ChannelsAnswer } from '../../../src/contract/stock/stock-shapes.js';
import { startNode, type TestNode } from '../../support/app.js';
import { freshDatabase, sharedRedisUrl } from '../../support/services.js';
import { until } from '../../support/system.js';
import { saleBody, signIn, type SignedIn } from './staff-client.js';

let node: TestNode;
let one: SignedIn;
let other: SignedIn;
beforeAll(async () => {
  node = await startNode({ databaseUrl: await freshDatabase(), redisUrl: await sharedRedisUrl() });
  one = await signIn(node);
  other = await signIn(node);
}, 60_000);
afterAll(() => node.close());

const house = (rows: number) => ({
  sections: [
    { key: 'A', label: 'Stalls', rows: Array.from({ length: rows }, (_, n) => ({ label: `${n + 1}`, seats: 5 })) },
  ],
});
const seated = (): Record<string, unknown> =>
  saleBody({
    seatMap: house(1),
    ticketTypes: [{ name: 'Seated', admission: 'reserved', price: 6_500, sections: ['A'], maxPerFan: 4 }],
  });
const draft = async (body = saleBody()): Promise<StaffSaleShape> =>
  (await one.call<StaffSaleShape>('POST', '/v1/admin/sales', body)).body;
const published = async (): Promise<StaffSaleShape> => {
  const { id } = await draft();
  return (await one.call<StaffSaleShape>('POST', `/v1/admin/sales/${id}/publish`)).body;
};
const versionAt = async (path: string): Promise<string> =>
  (await one.call<{ version: string }>('GET', path)).body.version;

interface Door {
  method: string;
  path: string;
  /** What two people would write. */
  bodies: [object, object];
  /** Reads the version, and what shows whose change stands. */
  read: () => Promise<{ version: object; shown: unknown }>;
}
const saleDoor = (id: string) => async () => {
  const { body } = await one.call<StaffSaleShape>('GET', `/v1/admin/sales/${id}`);
  return { version: { version: body.version }, shown: [body.name, body.ticketTypes] };
};

const doors: [string, () => Promise<Door>][] = [
  [
    'the channels of a sale',
    async () => {
      const { id, ticketTypes } = await published();
      const path = `/v1/admin/sales/${id}/channels`;
      const list = (key: string) => ({
        channels: [{ key, label: key, allocations: [{ ticketTypeId: ticketTypes[0]?.id, quantity: 7 }] }],
      });
      const read = async () => {
        const { body } = await one.call<ChannelsAnswer>('GET', path);
        return { version: { version: body.version }, shown: body.channels };
      };
      return { method: 'PUT', path, bodies: [list('club'), list('press')], read };
    },
  ],
  [
    'a draft',
    async () => {
      const made = await draft();
      const path = `/v1/admin/sales/${made.id}`;
      const { input } = (await one.call<SaleInputAnswer>('GET', `${path}/input`)).body;
      const named = (name: string) => ({ ...(input as object), name });
      return { method: 'PUT', path, bodies: [named('Mine'), named('Theirs')], read: saleDoor(made.id) };
    },
  ],
  [
    'the page of a published sale',
    async () => {
      const { id } = await published();
      const path = `/v1/admin/sales/${id}`;
      return { method: 'PATCH', path, bodies: [{ name: 'Mine' }, { name: 'Theirs' }], read: saleDoor(id) };
    },
  ],
  [
    'the terms of a ticket type',
    async () => {
      const { id, ticketTypes } = await published();
      const path = `/v1/admin/sales/${id}/ticket-types/${ticketTypes[0]?.id}`;
      return { method: 'PATCH', path, bodies: [{ maxPerFan: 2 }, { maxPerFan: 3 }], read: saleDoor(id) };
    },
  ],
  ...[false, true].map((isPublished): [string, () => Promise<Door>] => [
    `the seat map of a ${isPublished ? 'published sale' : 'draft'}`,
    async () => {
      const { id } = await draft(seated());
      if (isPublished) await one.call('POST', `/v1/admin/sales/${id}/publish`);
      const path = `/v1/admin/sales/${id}/seat-map`;
      const named = (label: string) => {
        const map = house(1);
        return { seatMap: { sections: map.sections.map((section) => ({ ...section, label })) } };
      };
      const read = async () => {
        const { body } = await one.call<SaleSeatMapShape>('GET', path);
        return { version: { version: body.version, saleVersion: body.saleVersion }, shown: body.seatMap };
      };
      return { method: 'PUT', path, bodies: [named('Mine'), named('Theirs')], read };
    },
  ]),
  [
    'what needs a second factor',
    async () => {
      const path = '/v1/admin/team/settings';
      const read = async () => {
        const { body } = await one.call<{ version: string }>('GET', path);
        return { version: { version: body.version }, shown: body };
      };
      const roles = (...twoFactorRoles: string[]) => ({ twoFactorRoles });
      await one.call('PUT', path, roles());
      return { method: 'PUT', path, bodies: [roles('scanner'), roles('finance')], read };
    },
  ],
  [
    'a partner',
    async () => {
      const body = { name: 'Club', email: 'club@spec.example' };
      const { id } = (await one.call<PartnerShape>('POST', '/v1/admin/partners', body)).body;
      const path = `/v1/admin/partners/${id}`;
      const read = async () => {
        const now = (await one.call<PartnerShape>('GET', path)).body;
        return { version: { version: now.version }, shown: now.name };
      };
      return { method: 'PATCH', path, bodies: [{ name: 'Mine' }, { name: 'Theirs' }], read };
    },
  ],
  [
    'a webhook endpoint',
    async () => {
      const body = { url: `https://hooks.example.org/${Math.random()}` };
      const { id } = (await one.call<EndpointShape>('POST', '/v1/admin/webhook-endpoints', body)).body;
      const path = `/v1/admin/webhook-endpoints/${id}`;
      const read = async () => {
        const now = (await one.call<EndpointShape>('GET', path)).body;
        return { version: { version: now.version }, shown: now.types };
      };
      return { method: 'PATCH', path, bodies: [{ types: ['sale.opened'] }, { types: ['order.paid'] }], read };
    },
  ],
];

describe.each(doors)('two people who change %s', (_what, open) => {
  it('do not undo each other: the second is told, and reads what the first did', async () => {
    const { method, path, bodies, read } = await open();
    const [mine, theirs] = bodies;
    const { version, shown } = await read();
    expect((await one.call(method, path, { ...mine, ...version })).status).toBe(200);
    const after = await until('the change', async () => {
      const now = await read();
      return isDeepStrictEqual(now.shown, shown) ? null : now;
    });
    const late = await other.call(method, path, { ...theirs, ...version });
    expect(late).toMatchObject({ status: 409, body: { code: 'VERSION_CONFLICT' } });
    expect(await read()).toEqual(after);
    expect((await other.call(method, path, { ...theirs, ...after.version })).status).toBe(200);
  });

  it('are not both told that theirs was made when they save at the same moment', async () => {
    const { method, path, bodies, read } = await open();
    const { version } = await read();
    const answers = await Promise.all(
      [one, other].map((who, at) => who.call(method, path, { ...bodies[at], ...version })),
    );
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    for (const { status, body } of answers)
      if (status !== 200) expect(['VERSION_CONFLICT', 'STOCK_CHANGE_BUSY']).toContain(body.code);
  });
});

describe('the settings of approvals', () => {
  it('are changed from how they are, and never weakened by one who has not seen that they were tightened', async () => {
    const path = '/v1/admin/approvals/settings';
    const version = await versionAt(path);
    const late = await one.call('PUT', path, { kinds: [], version: 'another' });
    expect(late).toMatchObject({ status: 409, body: { code: 'VERSION_CONFLICT' } });
    expect((await one.call('PUT', path, { kinds: [], version })).status).toBe(200);
  });
});

describe('a version', () => {
  it('of a published sale stays while the control room changes policy, message and joins', async () => {
    const { id, version } = await published();
    const path = `/v1/admin/sales/${id}`;
    await one.call('PUT', `${path}/policy`, { cap: 7 });
    await one.call('POST', `${path}/notice`, { text: 'Soon' });
    await one.call('POST', `${path}/joins`, { frozen: true });
    await one.call('POST', `${path}/pause`);
    expect(await versionAt(path)).toBe(version);
  });

  it('that is left out is any', async () => {
    const { id } = await published();
    for (const name of ['First', 'Second'])
      expect((await one.call('PATCH', `/v1/admin/sales/${id}`, { name })).status).toBe(200);
  });
});
