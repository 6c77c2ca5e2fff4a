import { type Challenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { drawKey, drawOrder } from '../../src/contract/line/draw.js';
import type { ChallengeShape } from '../../src/contract/line/entry-shapes.js';
import type { JoinShape, Snapshot } from '../../src/contract/line/line-shapes.js';
import type { SaleShape } from '../../src/contract/sale/sale-shapes.js';
import type { Api } from '../fans/api.js';
import { CALLS, type NightResult } from './share.rules.js';
import type { BotWishes } from './arguments.js';

export type Mode = 'off' | 'auto' | 'on';

const CONNECTIONS = 5;
/** Joins that still need their answer when the sale opens. */
const SETTLE_MS = 3_000;
const BOT_NETWORK = '203.0.113.7';
const LANE = 'general';
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

/** Plays one night against a node that believes `x-forwarded-for` of this machine. */
export async function night(
  api: Api,
  adminKey: string,
  mode: Mode,
  { fans, seconds }: Pick<BotWishes, 'fans' | 'seconds'>,
): Promise<NightResult> {
  const opensAtMs = Date.now() + seconds * 1_000 + SETTLE_MS;
  const { id, slug } = await published(api, adminKey, mode, opensAtMs);
  const untilMs = opensAtMs - SETTLE_MS;
  const honest = Array.from({ length: fans }, async (_, n) => {
    await pause(Math.random() * (untilMs - Date.now()));
    return await join(api, slug, `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`);
  });
  const bot = Array.from({ length: CONNECTIONS }, async () => {
    const numbers: number[] = [];
    while (Date.now() < untilMs) numbers.push(...(await join(api, slug, BOT_NETWORK)));
    return numbers;
  });
  const botNumbers = new Set((await Promise.all(bot)).flat());
  const honestNumbers = (await Promise.all(honest)).flat();
  const first = await firstCalls(api, slug, id);
  await api.call({ method: 'POST', path: `/v1/admin/sales/${id}/close`, headers: asAdmin(adminKey) });
  return {
    botPlaces: botNumbers.size,
    honestPlaces: honestNumbers.length,
    botCalls: first.filter((number) => botNumbers.has(number)).length,
  };
}

const asAdmin = (adminKey: string): Record<string, string> => ({ authorization: `Bearer ${adminKey}` });

async function published(api: Api, adminKey: string, mode: Mode, opensAtMs: number): Promise<SaleShape> {
  const headers = asAdmin(adminKey);
  const at = (ms: number): string => new Date(ms).toISOString();
  const body = {
    ...{ slug: `bots-${mode}-${Date.now().toString(36)}`, name: 'Bots', currency: 'EUR', challenge: mode },
    show: { name: 'Bots', venue: 'Arena', startsAt: at(Date.now() + 30 * 86_400_000), timeZone: 'Europe/Berlin' },
    ...{ prequeueAt: at(Date.now() - 60_000), opensAt: at(opensAtMs) },
    ticketTypes: [{ name: 'Standing', admission: 'general', price: 4_500, capacity: 10_000 }],
  };
  const created = await api.call<SaleShape>({ method: 'POST', path: '/v1/admin/sales', headers, body });
  if (!created.data) throw new Error(`the sale was refused: ${JSON.stringify(created.problem)}`);
  await api.call({ method: 'POST', path: `/v1/admin/sales/${created.data.id}/publish`, headers });
  return created.data;
}

/** Returns the number taken; none if the join was refused. A challenge is solved only when one is asked for. */
async function join(api: Api, slug: string, network: string): Promise<number[]> {
  const call = { method: 'POST' as const, path: `/v1/sales/${slug}/places`, headers: { 'x-forwarded-for': network } };
  let answer = await api.once<JoinShape>({ ...call, body: {} }).catch(() => null);
  if (answer?.problem?.code === 'CHALLENGE_REQUIRED') {
    const challenge = await solved(api, slug, network);
    answer = await api.once<JoinShape>({ ...call, body: { challenge } }).catch(() => null);
  }
  return answer?.data ? [answer.data.number] : [];
}

async function solved(api: Api, slug: string, network: string): Promise<string> {
  const headers = { 'x-forwarded-for': network };
  const { data } = await api.call<ChallengeShape>({ path: `/v1/sales/${slug}/challenge`, headers });
  if (!data) throw new Error('no challenge was given');
  const challenge: Challenge = { parameters: data.parameters, signature: data.signature };
  const solution = await solveChallenge({ challenge, deriveKey });
  return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
}

/** Returns the numbers of the first calls, as everybody can compute them from the published draw. */
async function firstCalls(api: Api, slug: string, saleId: string): Promise<number[]> {
  for (;;) {
    const { data } = await api.call<Snapshot>({ path: `/v1/sales/${slug}/queue` });
    const drawn = data?.lanes[LANE]?.drawn ?? null;
    const seed = data?.draw.seed ?? null;
    if (seed !== null && drawn !== null) {
      const order = drawOrder(drawn, drawKey({ seed, saleId, lane: LANE, drawn, beacon: null }));
      return Array.from({ length: Math.min(CALLS, drawn) }, (_, index) => order.numberAt(index + 1));
    }
    await pause(500);
  }
}
