import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createDecipheriv, createECDH, type ECDH, hkdfSync, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, importJWK, jwtVerify } from 'jose';
import type { PushMessage } from '../../../src/contract/line/push-shapes.js';
import type { JoinShape } from '../../../src/contract/line/line-shapes.js';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import { Mailer } from '../../../src/platform/mail/mailer.service.js';
import { BackgroundPrisma, PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import { RedisService } from '../../../src/platform/redis/redis.service.js';
import { PushRepository } from '../../../src/queue/push/push.repository.js';
import { endDrawPause } from '../../support/draw-pause.js';
import { withoutGuard } from '../../support/without-guard.js';
import { claimTurn, joinLine, publishedSale } from '../../support/sale.js';
import { adminHeaders, call, startSystem, type TestSystem, until } from '../../support/system.js';

jest.setTimeout(90_000);

/** A browser with a push subscription: decrypts what its push service received (RFC 8291, aes128gcm). */
class Device {
  private readonly keys: ECDH = createECDH('prime256v1');
  private readonly auth = randomBytes(16);
  readonly subscription: { endpoint: string; p256dh: string; auth: string };

  constructor(readonly endpoint: string) {
    const p256dh = this.keys.generateKeys('base64url');
    this.subscription = { endpoint, p256dh, auth: this.auth.toString('base64url') };
  }

  read(body: Buffer): PushMessage {
    const salt = body.subarray(0, 16);
    const idLength = body.readUInt8(20);
    const senderKey = body.subarray(21, 21 + idLength);
    const shared = this.keys.computeSecret(senderKey);
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), this.keys.getPublicKey(), senderKey]);
    const ikm = Buffer.from(hkdfSync('sha256', shared, this.auth, info, 32));
    const key = Buffer.from(hkdfSync('sha256', ikm, salt, 'Content-Encoding: aes128gcm\0', 16));
    const nonce = Buffer.from(hkdfSync('sha256', ikm, salt, 'Content-Encoding: nonce\0', 12));
    const sealed = body.subarray(21 + idLength);
    const open = createDecipheriv('aes-128-gcm', key, nonce);
    open.setAuthTag(sealed.subarray(-16));
    const text = Buffer.concat([open.update(sealed.subarray(0, -16)), open.final()]).toString('utf8');
    return JSON.parse(text.slice(0, text.lastIndexOf('\u0002'))) as PushMessage;
  }
}

interface Delivery {
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

describe('waking a sleeping device', () => {
  const deliveries: Delivery[] = [];
  let service: Server;
  let serviceUrl = '';
  /** Queued responses, next one first; 201 once exhausted. */
  let answers: number[] = [];
  let system: TestSystem;
  let dataDir = '';

  beforeAll(async () => {
    service = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        deliveries.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) });
        response.writeHead(answers.shift() ?? 201).end();
      });
    });
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
    const address = service.address();
    if (typeof address !== 'object' || address === null) throw new Error('no push service');
    serviceUrl = `http://127.0.0.1:${address.port}`;
    dataDir = await mkdtemp(join(tmpdir(), 'ropeline-push-'));
    system = await startSystem({ env: { ROPELINE_PARTNER_INBOX_URL: serviceUrl, ROPELINE_DATA_DIR: dataDir } });
  }, 100_000);
  afterAll(async () => {
    service.close();
    await system.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  const headersOf = ({ placeToken }: JoinShape) => ({ authorization: `Place ${placeToken}` });
  const subscribe = async (sale: SaleShape, place: JoinShape, device: Device, change: object = {}) =>
    await call<{ code?: string; state?: string }>(`${system.url}/v1/place/push`, {
      method: 'PUT',
      headers: headersOf(place),
      body: { ...device.subscription, language: 'de', show: sale.show.name, slug: sale.slug, ...change },
    });
  const waitingRoom = (cap = 1) =>
    publishedSale(system.url, {
      prequeueAt: new Date(Date.now() - 60_000).toISOString(),
      opensAt: new Date(Date.now() + 3_600_000).toISOString(),
      policy: { cap, perMinute: 60 },
    });
  const open = async (sale: SaleShape): Promise<void> => {
    await call(`${system.url}/v1/admin/sales/${sale.id}/open`, { method: 'POST', headers: adminHeaders });
    await endDrawPause(system, sale);
  };
  const messagesTo = (device: Device) =>
    deliveries.filter(({ path }) => device.endpoint.endsWith(path)).map(({ body }) => device.read(body).kind);
  const node = () => {
    const [first] = system.nodes;
    if (!first) throw new Error('no node');
    return first.app;
  };
  const prisma = () => node().get(PrismaService);
  const mailFolder = () => node().get(Mailer).folder;
  const rowsOf = (sale: SaleShape) => prisma().queuePush.findMany({ where: { saleId: sale.id } });

  it('tells it that its turn is near and that it has come, in its language, encrypted for it alone', async () => {
    const sale = await waitingRoom(2); // room for the sleeper as well
    const device = new Device(`${serviceUrl}/near`);
    const sleeper = await joinLine(system.url, sale.slug);
    expect((await subscribe(sale, sleeper, device)).body).toEqual({ state: 'on' });
    const [kept] = await rowsOf(sale);
    expect(kept?.sealed).not.toContain(sleeper.placeToken);
    answers = [503]; // a busy push service is retried
    await open(sale);
    await until('the news that it is near', () => Promise.resolve(messagesTo(device).length === 2), 60_000);
    expect(messagesTo(device)).toEqual(['nearly', 'nearly']);

    // later fans who are awake are admitted: the line passes the sleeper
    await claimTurn(system.url, await joinLine(system.url, sale.slug));
    await until('the turn', () => Promise.resolve(messagesTo(device).length === 3), 60_000);
    expect(messagesTo(device).at(-1)).toBe('turn');
    // the line passed this fan: whether they come after all is counted once their place has ended
    await until('the wait for the outcome', async () => (await rowsOf(sale))[0]?.due === 'outcome', 10_000);
    await claimTurn(system.url, sleeper);
    await outcomeIsDue(sale);
    await until('the count', async () => (await rowsOf(sale)).length === 0, 10_000);
    expect(await wokenOf(sale)).toEqual([{ saleId: sale.id, channel: 'push', told: 1, came: 1 }]);

    const last = deliveries.filter(({ path }) => path === '/near').at(-1);
    const message = device.read(last?.body ?? Buffer.alloc(0));
    expect(message).toMatchObject({ title: `Du bist dran · ${sale.show.name}`, path: `/s/${sale.slug}/line` });
    const [, token = '', publicKey = ''] =
      /^vapid t=([^,]+), k=(.+)$/.exec(String(last?.headers['authorization'])) ?? [];
    const { body: key } = await call<{ publicKey: string }>(`${system.url}/v1/push-key`);
    expect(publicKey).toBe(key.publicKey);
    const point = Buffer.from(publicKey, 'base64url');
    const jwk = {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    };
    await jwtVerify(token, await importJWK(jwk, 'ES256'), { audience: serviceUrl });
    expect(decodeJwt(token).sub).toMatch(/^mailto:/);
  });

  const outcomeIsDue = (sale: SaleShape) =>
    prisma().queuePush.updateMany({ where: { saleId: sale.id, due: 'outcome' }, data: { nextAt: new Date(0) } });
  const wokenOf = (sale: SaleShape) => prisma().queueWoken.findMany({ where: { saleId: sale.id } });
  const mailMe = async (place: JoinShape, body: object) =>
    await call<{ code?: string; state?: string }>(`${system.url}/v1/place/email`, {
      method: 'PUT',
      headers: headersOf(place),
      body,
    });
  /** Subjects of what was mailed to an address, oldest first. */
  async function mailsTo(address: string): Promise<string[]> {
    const files = await readdir(mailFolder()).catch(() => []);
    const texts = await Promise.all(files.sort().map((file) => readFile(join(mailFolder(), file), 'utf8')));
    return texts
      .filter((text) => text.includes(`To: ${address}`))
      .map((text) => /^Subject: (.*)$/m.exec(text)?.[1]?.trim() ?? '');
  }

  it('mails a fan who asked for it: once when it is near, once when it has come', async () => {
    const sale = await waitingRoom();
    const sleeper = await joinLine(system.url, sale.slug);
    const wish = { email: 'sleeper@spec.example', language: 'en' };
    expect((await mailMe(sleeper, wish)).body).toEqual({ state: 'on' });
    expect((await rowsOf(sale))[0]?.sealed).not.toContain('spec.example');
    await open(sale);
    await until('the mail that it is near', async () => (await mailsTo(wish.email)).length === 1, 30_000);
    await claimTurn(system.url, await joinLine(system.url, sale.slug));
    await until('the wait for the outcome', async () => (await rowsOf(sale))[0]?.due === 'outcome', 30_000);
    expect(await mailsTo(wish.email)).toEqual([
      expect.stringContaining('Your_turn_is_near'),
      expect.stringMatching(/your_turn(?!_is_near)/i),
    ]);
    await call(`${system.url}/v1/place`, { method: 'DELETE', headers: headersOf(sleeper) });
    await outcomeIsDue(sale);
    await until('the count', async () => (await rowsOf(sale)).length === 0, 10_000);
    expect(await wokenOf(sale)).toEqual([{ saleId: sale.id, channel: 'mail', told: 1, came: 0 }]);
  });

  it('mails an address for three places at most, for no stranger, and with no words of the caller', async () => {
    const sale = await waitingRoom();
    const places = await Promise.all([1, 2, 3, 4].map(() => joinLine(system.url, sale.slug)));
    const statuses = [];
    for (const [index, place] of places.entries())
      statuses.push((await mailMe(place, { email: `fan+${index}@spec.example`, language: 'en' })).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    const [first] = places;
    if (!first) throw new Error('no place');
    expect((await mailMe(first, { email: 'nearer@spec.example', language: 'de' })).status).toBe(200); // it is replaced
    expect(await rowsOf(sale)).toHaveLength(3);
    expect((await mailMe(first, { email: 'fan@spec.example', language: 'en', show: 'Win!' })).status).toBe(400);
    expect((await mailMe(first, { email: 'no address', language: 'en' })).status).toBe(400);
    expect(
      (await mailMe({ ...first, placeToken: 'pl1.forged.token' }, { email: 'a@b.example', language: 'en' })).status,
    ).toBe(401);
    expect((await call(`${system.url}/v1/place/email`, { method: 'DELETE', headers: headersOf(first) })).status).toBe(
      204,
    );
    expect(await rowsOf(sale)).toHaveLength(2);
  });

  it('mails nothing more to an address that staff erase', async () => {
    const sale = await waitingRoom();
    const [one, other] = [await joinLine(system.url, sale.slug), await joinLine(system.url, sale.slug)];
    await mailMe(one, { email: 'Forget.Me+line@spec.example', language: 'en' });
    await mailMe(other, { email: 'keep.me@spec.example', language: 'en' });
    const body = { email: 'forget.me@spec.example' };
    await call(`${system.url}/v1/admin/privacy/erasures`, { headers: adminHeaders, body });
    expect(await rowsOf(sale)).toMatchObject([{ channel: 'mail', number: other.number }]);
  });

  it('takes three addresses of a place and four subscriptions of an address a day, although each was ended', async () => {
    const sale = await waitingRoom();
    const [one, other] = [await joinLine(system.url, sale.slug), await joinLine(system.url, sale.slug)];
    const wish = { email: 'flooded@spec.example', language: 'en' };
    const end = (place: JoinShape) =>
      call(`${system.url}/v1/place/email`, { method: 'DELETE', headers: headersOf(place) });
    const again = async (place: JoinShape, body: object): Promise<string> => {
      await end(place);
      const answer = await mailMe(place, body);
      return answer.body.code ?? answer.body.state ?? '';
    };
    const answers = [];
    for (let n = 0; n < 4; n += 1) answers.push(await again(one, wish));
    expect(answers).toEqual(['on', 'on', 'on', 'RATE_LIMITED']);
    expect(await again(one, { ...wish, email: 'stranger@spec.example' })).toBe('RATE_LIMITED');
    expect([await again(other, wish), await again(other, wish)]).toEqual(['on', 'RATE_LIMITED']);
    expect(await rowsOf(sale)).toEqual([]);
  });

  it('takes eight subscriptions of an address a day in all sales together', async () => {
    const wish = { email: 'touring@spec.example', language: 'en' };
    const rooms = await Promise.all([1, 2, 3].map(() => waitingRoom()));
    const answers: (string | undefined)[] = [];
    const place = async (sale: SaleShape): Promise<JoinShape> => await joinLine(system.url, sale.slug);
    for (const sale of rooms)
      for (let n = 0; n < 3; n += 1) {
        const { body } = await mailMe(await place(sale), wish);
        answers.push(body.code ?? body.state);
      }
    expect(answers).toEqual([...Array<string>(8).fill('on'), 'RATE_LIMITED']);
    // negative control: the count by sale alone would let the third sale mail as well
    const [, , third] = rooms;
    if (!third) throw new Error('no sale');
    await prisma().queuePush.deleteMany({ where: { saleId: third.id } });
    const blind = await withoutGuard(
      node().get(RedisService),
      'mails of an address',
      async () => (await mailMe(await place(third), wish)).body.state,
    );
    expect(blind).toBe('on');
  });

  it('stops the mails to an address in every sale by the link in each mail, and for whoever asks again', async () => {
    const wish = { email: 'tired@spec.example', language: 'en' };
    const [near, far] = [await waitingRoom(), await waitingRoom()];
    const [first, second] = [await joinLine(system.url, near.slug), await joinLine(system.url, far.slug)];
    await mailMe(first, wish);
    await mailMe(second, wish);
    await open(near);
    const mail = await until('a mail', async () => {
      const files = await readdir(mailFolder()).catch(() => []);
      const texts = await Promise.all(files.map((file) => readFile(join(mailFolder(), file), 'utf8')));
      return texts.find((text) => text.includes(`To: ${wish.email}`));
    });
    expect(mail).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    const unfolded = mail.replaceAll(/\r?\n[ \t]+/g, ' ').replaceAll(/=\r?\n/g, '');
    const link = /^List-Unsubscribe: <([^>]+)>/m.exec(unfolded)?.[1]?.replaceAll(' ', '') ?? '';
    expect(link).toMatch(/\/mails\/stop\/[\w-]+$/);
    expect(link).not.toContain('tired');
    const stop = system.url + new URL(link).pathname;
    // a mail scanner that opens the link changes nothing
    expect((await fetch(stop)).status).toBe(200);
    expect(await rowsOf(far)).toHaveLength(1);
    const form = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
    const stopped = await fetch(stop, { ...form, body: 'List-Unsubscribe=One-Click' });
    expect([stopped.status, await stopped.text()]).toEqual([200, expect.stringContaining('30 days')]);
    expect([await rowsOf(near), await rowsOf(far)]).toEqual([[], []]);
    const again = await mailMe(second, wish);
    expect([again.status, again.body.code]).toEqual([409, 'MAIL_STOPPED']);
    expect((await mailMe(second, { ...wish, email: 'rested@spec.example' })).status).toBe(200);
    expect((await fetch(`${system.url}/mails/stop/forged`, { ...form, body: '' })).status).toBe(404);
  });

  it('wakes nobody who is in, has left, or whose browser has forgotten the subscription', async () => {
    const sale = await waitingRoom();
    const [inside, gone, forgotten] = ['inside', 'gone', 'forgotten'].map(
      (name) => new Device(`${serviceUrl}/${name}`),
    );
    if (!inside || !gone || !forgotten) throw new Error('no devices');
    const places = await Promise.all([1, 2, 3].map(() => joinLine(system.url, sale.slug)));
    const [shopper, leaver, forgetful] = places;
    if (!shopper || !leaver || !forgetful) throw new Error('no places');
    await subscribe(sale, leaver, gone);
    await subscribe(sale, forgetful, forgotten);
    await call(`${system.url}/v1/place`, { method: 'DELETE', headers: headersOf(leaver) });
    answers = [410];
    await open(sale);
    await claimTurn(system.url, shopper);
    expect((await subscribe(sale, shopper, inside)).status).toBe(200);
    await until('the end of all', async () => (await rowsOf(sale)).length === 0, 60_000);
    expect([messagesTo(inside), messagesTo(gone), messagesTo(forgotten).length]).toEqual([[], [], 1]);
  });

  it('refuses addresses that are no push service, keys that are none, and strangers', async () => {
    const sale = await waitingRoom();
    const place = await joinLine(system.url, sale.slug);
    const inside = await subscribe(sale, place, new Device('http://169.254.169.254/latest'));
    expect([inside.status, inside.body.code]).toEqual([422, 'PUSH_SERVICE_UNKNOWN']);
    expect((await subscribe(sale, place, new Device(serviceUrl), { p256dh: 'short' })).status).toBe(400);
    expect((await subscribe(sale, { ...place, placeToken: 'pl1.forged.token' }, new Device(serviceUrl))).status).toBe(
      401,
    );
    await subscribe(sale, place, new Device(serviceUrl));
    expect((await call(`${system.url}/v1/place/push`, { method: 'DELETE', headers: headersOf(place) })).status).toBe(
      204,
    );
    expect(await rowsOf(sale)).toEqual([]);
  });

  it('calls those first in line first, whoever subscribed first', async () => {
    const prisma = system.nodes[0]?.app.get(BackgroundPrisma);
    const undo = new Error('undone: the running task must not see these rows');
    const told: number[] = [];
    const ordering = prisma?.$transaction(async (tx) => {
      const rows = new PushRepository(tx as BackgroundPrisma);
      const place = { saleId: 'sale_in_order', lane: 'general', sealed: '' };
      await tx.queuePush.createMany({ data: [5, 3, 9, 1, 4].map((n) => ({ ...place, number: n, position: n })) });
      expect(await rows.mark('sale_in_order', 'general', 2, 3)).toBe(4);
      for (let taken = await rows.take('push', 1); taken[0]; taken = await rows.take('push', 1)) {
        const row = await tx.queuePush.findUniqueOrThrow({ where: { id: taken[0].id } });
        if (row.saleId === 'sale_in_order') told.push(row.number);
      }
      throw undo;
    });
    await expect(ordering).rejects.toBe(undo);
    expect(told).toEqual([1, 3, 4, 5]);
  });
});
