import { encodeRequest } from '../http/request.js';
import type { Stream } from './open-loop.js';

export interface CrowdTerms {
  host: string;
  slug: string;
  ratePerSecond: number;
  /** Share of arrivals that take a place; the others poll. */
  joinShare: number;
}

/** Interval at which a page without a socket reads its place; it polls the snapshot in between. */
const ASK_PLACE_EVERY_MS = 10_000;
const TOKENS_KEPT = 100_000;
const TOKEN = /"placeToken":"([^"]+)"/;

/** A crowd outside: newcomers take places, the others poll theirs. */
export function crowdStreams({ host, slug, ratePerSecond, joinShare }: CrowdTerms): Stream[] {
  const join = encodeRequest(host, { method: 'POST', path: `/v1/sales/${slug}/places`, body: {} });
  const snapshot = encodeRequest(host, { path: `/v1/sales/${slug}/queue` });
  const asking: { request: Buffer; askedAtMs: number }[] = [];
  const nextPoll = (): Buffer => {
    const nowMs = performance.now();
    const [oldest] = asking;
    if (!oldest || nowMs - oldest.askedAtMs < ASK_PLACE_EVERY_MS) return snapshot;
    asking.shift();
    oldest.askedAtMs = nowMs;
    asking.push(oldest);
    return oldest.request;
  };
  const streams: Stream[] = [
    {
      name: 'joins',
      ratePerSecond: ratePerSecond * joinShare,
      isNew: true,
      next: () => join,
      seen: ({ body }) => {
        const token = TOKEN.exec(body)?.[1];
        if (token === undefined || asking.length >= TOKENS_KEPT) return;
        const request = encodeRequest(host, { path: '/v1/place', headers: { authorization: `Place ${token}` } });
        asking.push({ request, askedAtMs: performance.now() });
      },
    },
    { name: 'polls', ratePerSecond: ratePerSecond * (1 - joinShare), isNew: false, next: nextPoll },
  ];
  return streams.filter((stream) => stream.ratePerSecond > 0);
}
