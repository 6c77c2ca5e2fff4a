import type { Snapshot } from '../../src/contract/line/line-shapes.js';
import type { Cluster } from '../cluster/cluster.js';
import { joinAll } from '../crowd.js';
import type { Api } from '../fans/api.js';
import { type Promoter, publishSale } from '../sale.js';
import { pause, say } from '../terminal.js';
import { readWishes } from '../wishes.js';
import { Guest } from './guest.js';
import { type Moment, momentOf } from './moment.js';
import type { Recording } from './recording.js';
import type { Shape } from './shapes.js';

const LOOK_MS = 1_000;
const CHANCES_EVERY = 10;
const PREQUEUE_SECONDS = 40;
/** What joined fans need to open their sockets before the opening. */
const CONNECT_MS = 10_000;
const LAST_PURCHASES_MS = 15_000;

/**
 * Runs one real sale, and notes what its fans are told and what comes of it. Every time of a shape counts from the
 * opening, so a sale whose crowd is not there by then would be another one than its shape says: it is refused.
 */
export async function night(api: Api, cluster: Cluster, shape: Shape, limitSeconds: number): Promise<Recording> {
  const options = ['fans', 'tickets', 'cap'] as const;
  const args = options.flatMap((name) => [`--${name}`, String(shape[name])]);
  const rest = ['--per-minute', String(shape.perMinute), '--prequeue-seconds', String(PREQUEUE_SECONDS)];
  const wishes = readWishes([...args, ...rest]);
  const opening = {
    slug: `told-${shape.key}-${Date.now().toString(36)}`,
    opensAtMs: Date.now() + PREQUEUE_SECONDS * 1_000,
  };
  const promoter = await publishSale(api, cluster.adminKey, wishes, opening);
  const { opensAtMs } = promoter;
  const { fans: places } = await joinAll(api, promoter, wishes);
  const lateMs = Date.now() + CONNECT_MS - opensAtMs;
  if (lateMs > 0) throw new Error(`${shape.key}: its fans joined ${lateMs} ms too late for the opening`);
  const endsAtMs = opensAtMs + limitSeconds * 1_000;
  let latest: Snapshot | null = null;
  const venue = {
    ...{ api, slug: promoter.slug, ticketTypeId: promoter.ticketTypeId, opensAtMs },
    over: () => Date.now() > endsAtMs,
    soldOut: () => latest?.state === 'sold_out' || latest?.stock.every(({ state }) => state === 'gone') === true,
  };
  const guests = places.filter(() => Math.random() < shape.shows).map((place) => new Guest(venue, place, shape));
  const heard: Recording['heard'] = [];
  const chances: Recording['chances'] = [];
  const moments: Moment[] = [];
  const watch = { isDone: false };
  const watching = (async () => {
    await pause(opensAtMs - Date.now());
    while (!watch.isDone) {
      latest = (await api.call<Snapshot>({ path: `/v1/sales/${promoter.slug}/queue` })).data ?? latest;
      const lane = latest?.lanes['general'];
      const second = secondsFrom(opensAtMs, Date.now());
      const isOn = latest?.state === 'on_sale' ? 1 : 0;
      if (lane) heard.push([second, lane.serving, lane.measured?.from ?? -1, lane.measured?.to ?? -1, isOn]);
      if (lane && heard.length % CHANCES_EVERY === 1) {
        const live = await promoter.glance();
        const moment = live && momentOf(second, live);
        if (moment) {
          chances.push([second, lane.chance.map(({ ahead, from, to }) => [ahead, from, to])]);
          moments.push(moment);
        }
      }
      await pause(LOOK_MS);
    }
  })();
  const befalling = befall(promoter, cluster, shape);
  const all = Promise.all(guests.map((guest) => guest.live().catch((error: unknown) => say(`  ! ${String(error)}`))));
  await Promise.race([all, pause(endsAtMs + LAST_PURCHASES_MS - Date.now())]);
  watch.isDone = true;
  await Promise.all([watching, befalling]);
  const { title, fans, tickets, cap, perMinute } = shape;
  return {
    ...{
      title,
      recordedOn: new Date().toISOString().slice(0, 10),
      fans,
      tickets,
      cap,
      perMinute,
      heard,
      chances,
      moments,
    },
    guests: guests.flatMap(({ position, calledAtMs, gotSome }) =>
      position === null ? [] : [[position, calledAtMs === null ? null : secondsFrom(opensAtMs, calledAtMs), gotSome]],
    ),
  };
}

const secondsFrom = (opensAtMs: number, atMs: number): number => Math.round((atMs - opensAtMs) / 100) / 10;

async function befall(
  promoter: Promoter,
  { simulatorUrl }: Cluster,
  { pause: stop, paymentsDown }: Shape,
): Promise<void> {
  const at = async (second: number): Promise<void> => await pause(promoter.opensAtMs + second * 1_000 - Date.now());
  if (stop) {
    const move = async (verb: 'pause' | 'resume') =>
      await promoter.staff({ method: 'POST', path: `/v1/admin/sales/${promoter.saleId}/${verb}` });
    await at(stop.atSecond);
    await move('pause');
    await at(stop.atSecond + stop.forSeconds);
    await move('resume');
  }
  if (!paymentsDown) return;
  const set = async (body: object): Promise<void> => {
    const headers = { 'content-type': 'application/json' };
    const signal = AbortSignal.timeout(5_000);
    await fetch(`${simulatorUrl}/_simulator/faults`, { method: 'PUT', headers, body: JSON.stringify(body), signal });
  };
  await at(paymentsDown.atSecond);
  await set({ down: true });
  await at(paymentsDown.atSecond + paymentsDown.forSeconds);
  await set({});
}
