import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { drawKey, positionOf } from '../../../src/contract/line/draw.js';
import type { AdmissionShape, JoinShape, PlaceShape, Snapshot } from '../../../src/contract/line/line-shapes.js';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import { endDrawPause } from '../../support/draw-pause.js';
import { joinLine, publishedSale } from '../../support/sale.js';
import { adminHeaders, call, startSystem, type TestSystem, until } from '../../support/system.js';
import { aWhile, refusedWith, SocketClient } from './socket-client.js';

let system: TestSystem;
const clients: SocketClient[] = [];
const inAnHour = new Date(Date.now() + 3_600_000).toISOString();

beforeAll(async () => {
  system = await startSystem({ nodes: 2, env: { PUBLIC_URL: 'http://tickets.localhost' } });
}, 60_000);
afterAll(async () => {
  await system.close();
});
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

const node = (n: 0 | 1): string => system.nodes[n]?.url ?? '';
async function connect(
  n: 0 | 1,
  place: JoinShape,
  ...rest: [Record<string, string>?, ('websocket' | 'polling')[]?]
): Promise<SocketClient> {
  const client = await SocketClient.connect(node(n), '/queue', { placeToken: place.placeToken }, ...rest);
  clients.push(client);
  return client;
}
const prequeueSale = async (change: object = {}): Promise<SaleShape> =>
  await publishedSale(system.url, { opensAt: inAnHour, ...change });
const act = async (sale: SaleShape, verb: string) =>
  await call(`${system.url}/v1/admin/sales/${sale.id}/${verb}`, { method: 'POST', headers: adminHeaders });

describe('entering /queue', () => {
  it('needs a place token that we gave', async () => {
    expect(await refusedWith(SocketClient.connect(node(0), '/queue', {}))).toBe('PLACE_TOKEN_REQUIRED');
    expect(await refusedWith(SocketClient.connect(node(0), '/queue', { placeToken: 7 }))).toBe('PLACE_TOKEN_REQUIRED');
    expect(await refusedWith(SocketClient.connect(node(0), '/queue', { placeToken: 'x'.repeat(5_000) }))).toBe(
      'PLACE_TOKEN_REQUIRED',
    );
    expect(
      await refusedWith(SocketClient.connect(node(0), '/queue', { placeToken: 'pl1.sale~general~1.forged' })),
    ).toBe('PLACE_TOKEN_INVALID');
  });

  it('is refused to a page of another site, on every namespace and by every transport', async () => {
    const place = await joinLine(system.url, (await prequeueSale()).slug);
    for (const namespace of ['/queue', '/shop', '/control']) {
      for (const transport of ['websocket', 'polling'] as const) {
        const refused = await refusedWith(
          SocketClient.connect(
            node(0),
            namespace,
            { placeToken: place.placeToken },
            { origin: 'https://evil.example' },
            [transport],
          ),
        );
        expect(refused).toMatch(/websocket error|xhr poll error/);
      }
    }
  });

  it('is open to our own page and by both transports', async () => {
    const { slug } = await prequeueSale();
    for (const transport of ['websocket', 'polling'] as const) {
      const client = await connect(0, await joinLine(system.url, slug), { origin: 'http://tickets.localhost' }, [
        transport,
      ]);
      await client.hears<Snapshot>('snapshot');
    }
  });

  it('is not possible in a namespace that does not exist', async () => {
    expect(await refusedWith(SocketClient.connect(node(0), '/backdoor', {}))).toBe('Invalid namespace');
  });

  it('has an address of its own, by which a proxy finds the role, and none that nobody serves', async () => {
    const place = await joinLine(system.url, (await prequeueSale()).slug);
    const firstWords = async (path: string): Promise<string> => {
      const socket = new WebSocket(`${node(0).replace('http', 'ws')}${path}?EIO=4&transport=websocket`);
      return await new Promise<string>((resolve) => {
        socket.on('open', () => socket.send(`40/queue,${JSON.stringify({ placeToken: place.placeToken })}`));
        socket.on('message', (data: Buffer) => {
          const text = data.toString();
          if (!text.startsWith('40/queue,')) return;
          socket.close();
          resolve('let in');
        });
        socket.on('error', ({ message }) => resolve(message));
      });
    };
    expect(await firstWords('/socket.io/queue/')).toBe('let in');
    expect(await firstWords('/socket.io/')).toBe('let in');
    expect(await firstWords('/socket.io/elsewhere/')).toMatch(/40[034]/);
  });
});

describe('the snapshot', () => {
  it('comes to the sockets of both nodes, in the bytes that HTTP gives, and not to those of another sale', async () => {
    const [here, there] = [await prequeueSale(), await prequeueSale()];
    const [first, second, stranger] = await Promise.all([
      connect(0, await joinLine(system.url, here.slug)),
      connect(1, await joinLine(system.url, here.slug)),
      connect(1, await joinLine(system.url, there.slug)),
    ]);
    await until('one version at three places', async () => {
      const http = await (await fetch(`${node(1)}/v1/sales/${here.slug}/queue`)).text();
      const { version } = JSON.parse(http) as Snapshot;
      const seen = [first, second].map((client) =>
        JSON.stringify(client.all<Snapshot>('snapshot').find((snapshot) => snapshot.version === version)),
      );
      return seen.every((document) => document === http);
    });
    await stranger.hears<Snapshot>('snapshot');
    expect(stranger.all<Snapshot>('snapshot').every(({ saleId }) => saleId === there.id)).toBe(true);
  });

  it('comes at most once a second', async () => {
    const client = await connect(0, await joinLine(system.url, (await prequeueSale()).slug));
    await client.hears<Snapshot>('snapshot');
    await aWhile(3_000);
    expect(client.all('snapshot').length).toBeLessThanOrEqual(5);
  });

  it('carries the notice, which is told by itself too', async () => {
    const sale = await prequeueSale();
    const client = await connect(1, await joinLine(system.url, sale.slug));
    await client.hears('snapshot');
    await call(`${system.url}/v1/admin/sales/${sale.id}/notice`, {
      headers: adminHeaders,
      body: { text: 'Doors are late.' },
    });
    expect(await client.hears('notice')).toMatchObject({ text: 'Doors are late.' });
    await client.hears<Snapshot>('snapshot', ({ notice }) => notice?.text === 'Doors are late.');
  });
});

describe('the life of a place', () => {
  it('goes from waiting through the draw and the turn to an admission, over the socket alone', async () => {
    const sale = await prequeueSale();
    const places = [
      await joinLine(system.url, sale.slug),
      await joinLine(system.url, sale.slug),
      await joinLine(system.url, sale.slug),
    ];
    const sockets = await Promise.all(places.map(async (place, n) => await connect(n % 2 === 0 ? 0 : 1, place)));
    const [client] = sockets;
    if (!client) throw new Error('no client');
    expect(await client.hears<PlaceShape>('place')).toMatchObject({
      state: 'waiting',
      number: 1,
      position: null,
      ahead: null,
    });
    expect(await client.codeOf('claim', {})).toBe('SALE_NOT_OPEN');
    await act(sale, 'open');
    const drawn = await Promise.all(
      sockets.map(async (socket) => await socket.hears<PlaceShape>('place', ({ position }) => position !== null)),
    );
    expect(drawn.map(({ position }) => position).sort()).toEqual([1, 2, 3]);
    const { lanes, draw } = await client.hears<Snapshot>('snapshot', (snapshot) => snapshot.draw.seed !== null);
    expect(lanes.general?.drawn).toBe(3);
    const key = drawKey({ seed: draw.seed ?? '', saleId: sale.id, lane: 'general', drawn: 3, beacon: null });
    for (const { number, position } of drawn) expect(position).toBe(positionOf(number, 3, key));
    for (const socket of sockets) {
      const turn = await socket.hears<{ claimBefore: string; placeKeptUntil: string }>('turn');
      expect(Date.parse(turn.claimBefore) - Date.now()).toBeGreaterThan(5_000);
      expect(Date.parse(turn.claimBefore) - Date.now()).toBeLessThan(16_000);
      expect(Date.parse(turn.placeKeptUntil)).toBeGreaterThan(Date.parse(turn.claimBefore));
      await socket.hears<PlaceShape>('place', ({ state }) => state === 'called');
    }
    const claimed = await client.ask<AdmissionShape>('claim', {});
    expect(claimed).toMatchObject({
      ok: true,
      data: { pass: expect.any(String), expiresAt: expect.any(String), admissionEndsAt: expect.any(String) },
    });
    expect(client.all('turn')).toHaveLength(1);
  }, 40_000);

  it('tells the other tab of an admission and a leaving', async () => {
    const sale = await publishedSale(system.url);
    const place = await joinLine(system.url, sale.slug);
    const [tab, other] = [await connect(0, place), await connect(0, place)];
    await tab.hears('turn');
    await other.hears('turn');
    expect(await tab.codeOf('claim', {})).toBe('ok');
    await other.hears<PlaceShape>('place', ({ state }) => state === 'admitted');
    expect(tab.all<PlaceShape>('place').some(({ state }) => state === 'admitted')).toBe(false);
  }, 30_000);

  it('is put off and left over the socket', async () => {
    const sale = await publishedSale(system.url, { policy: { cap: 1, perMinute: 1 } });
    const client = await connect(1, await joinLine(system.url, sale.slug));
    const deferred = await client.ask<PlaceShape & { placeToken: string }>('defer', { minutes: 5 });
    expect(deferred).toMatchObject({ ok: true, data: { state: 'deferred', placeToken: expect.any(String) } });
    expect(await client.ask('leave', {})).toEqual({ ok: true, data: null });
    expect(await client.codeOf('claim', {})).toBe('PLACE_LEFT');
  });

  it('does not call a fan who has put the turn off over HTTP, as the page does', async () => {
    const sale = await prequeueSale();
    const place = await joinLine(system.url, sale.slug);
    const [client, other] = [await connect(0, place), await connect(0, await joinLine(system.url, sale.slug))];
    await act(sale, 'open');
    await endDrawPause(system, sale);
    await client.hears<PlaceShape>('place', ({ position }) => position !== null);
    const headers = { authorization: `Place ${place.placeToken}` };
    const deferred = await call<JoinShape>(`${node(1)}/v1/place/defer`, { headers, body: { minutes: 5 } });
    expect(deferred.status).toBe(200);
    // one report names all who are present on a node, and one tick calls them
    await other.hears('turn');
    expect(client.all('turn')).toEqual([]);
    const again = await connect(1, { ...place, placeToken: deferred.body.placeToken });
    expect(await again.hears<PlaceShape>('place')).toMatchObject({ state: 'deferred' });
  }, 30_000);

  it('is called only while somebody is there', async () => {
    const sale = await prequeueSale();
    const [gone, here] = [
      await connect(0, await joinLine(system.url, sale.slug)),
      await connect(1, await joinLine(system.url, sale.slug)),
    ];
    gone.close();
    await act(sale, 'open');
    await endDrawPause(system, sale);
    await here.hears('turn');
    const { lanes } = await here.hears<Snapshot>('snapshot', (snapshot) => (snapshot.lanes.general?.serving ?? 0) > 0);
    expect(lanes.general?.arrivals).toBe(2);
    const { body } = await call<{ lanes: Record<string, { called: number }> }>(
      `${system.url}/v1/admin/sales/${sale.id}/live`,
      { headers: adminHeaders },
    );
    expect(body.lanes.general?.called).toBe(1);
  }, 30_000);
});

describe('what is connected', () => {
  it('is counted over both nodes', async () => {
    const sale = await prequeueSale();
    const first = await connect(0, await joinLine(system.url, sale.slug));
    await connect(0, await joinLine(system.url, sale.slug));
    await connect(1, await joinLine(system.url, sale.slug));
    await first.hears<Snapshot>('snapshot', ({ lanes }) => lanes.general?.present === 3);
  });

  it('is at most three sockets of a place; the newest stay', async () => {
    const place = await joinLine(system.url, (await prequeueSale()).slug);
    const tabs: SocketClient[] = [];
    for (let n = 0; n < 4; n += 1) tabs.push(await connect(0, place));
    const [oldest, ...others] = tabs;
    await oldest?.isClosed();
    expect(oldest?.all('retry')).toMatchObject([{ transport: 'http' }]);
    for (const tab of others) await tab.hears('snapshot');
    expect(others.map(({ socket }) => socket.connected)).toEqual([true, true, true]);
  });
});

describe('nonsense', () => {
  it('is answered with a code, and the socket goes on', async () => {
    const client = await connect(0, await joinLine(system.url, (await prequeueSale()).slug));
    const cases: [string, unknown[], string][] = [
      ['open', [{}], 'NOT_FOUND'],
      ['__proto__', [{}], 'NOT_FOUND'],
      ['claim', ['now'], 'VALIDATION_FAILED'],
      ['claim', [{ pass: 1 }], 'VALIDATION_FAILED'],
      ['claim', [{ vip: true }], 'VALIDATION_FAILED'],
      ['claim', [[1, 2]], 'VALIDATION_FAILED'],
      ['defer', [{ minutes: 1e9 }], 'VALIDATION_FAILED'],
      ['defer', [{ minutes: null }], 'VALIDATION_FAILED'],
      ['leave', [{}, {}], 'VALIDATION_FAILED'],
      ['claim', [Buffer.from('binary')], 'VALIDATION_FAILED'],
      ['claim', [{ pass: 'x'.repeat(8_000) }], 'BODY_TOO_LARGE'],
      ['claim', [{ pass: 'x'.repeat(100_000) }], 'BODY_TOO_LARGE'],
      ['open', ['x'.repeat(100_000)], 'NOT_FOUND'],
    ];
    for (const [event, payload, code] of cases)
      expect([event, await client.codeOf(event, ...payload)]).toEqual([event, code]);
    client.socket.emit('open', 'no answer wanted');
    const refusal = await client.ask('claim', {});
    expect(refusal).toMatchObject({ ok: false, status: 409, detail: expect.any(String) });
    expect(refusal).toMatchObject({ code: 'SALE_NOT_OPEN', problem: { code: 'SALE_NOT_OPEN' } });
  });

  it('in few events of much text closes the socket', async () => {
    const client = await connect(0, await joinLine(system.url, (await prequeueSale()).slug));
    for (let n = 0; n < 5; n += 1) client.socket.emit('claim', { pass: 'x'.repeat(250_000) });
    await client.isClosed();
  });

  it('in floods is refused, then closes the socket', async () => {
    const client = await connect(0, await joinLine(system.url, (await prequeueSale()).slug));
    const codes = await Promise.all(Array.from({ length: 60 }, async () => await client.codeOf('nothing', {})));
    expect(codes).toContain('RATE_LIMITED');
    for (let n = 0; n < 400; n += 1) client.socket.emit('nothing', {});
    await client.isClosed();
  });

  const frames = [
    '',
    '4',
    '42/queue,',
    '42/queue,{"no":"list"}',
    '42/queue,[]',
    '42/queue,[null]',
    '42/queue,["disconnect"]',
    '451-/queue,["claim",{"_placeholder":true,"num":0}]',
    '9',
    '40/queue,{"placeToken":',
    'x'.repeat(40_000),
    '42/queue,["claim",{"pass":"\ud800"}]',
  ];
  it('in frames harms nobody else', async () => {
    const place = await joinLine(system.url, (await prequeueSale()).slug);
    const witness = await connect(0, place);
    for (const frame of frames) {
      const socket = new WebSocket(`${node(0).replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
      socket.on('error', () => undefined);
      await new Promise((resolve) => socket.once('message', resolve));
      socket.send(`40/queue,${JSON.stringify({ placeToken: place.placeToken })}`);
      socket.send(frame);
      await aWhile(50);
      socket.terminate();
    }
    expect(await witness.codeOf('claim', {})).toBe('SALE_NOT_OPEN');
    expect((await call(`${node(0)}/health/live`)).status).toBe(200);
  });
});
