import type { LiveShape } from '../src/contract/live/live-shapes.js';
import type { SaleShape } from '../src/contract/sale/sale-shapes.js';
import type { Answer, Api } from './fans/api.js';
import type { Wishes } from './wishes.js';

export interface Promoter {
  saleId: string;
  slug: string;
  ticketTypeId: string;
  opensAtMs: number;
  live(): Promise<LiveShape>;
  /** Returns the current live document; null when unavailable. */
  glance(): Promise<LiveShape | null>;
  /** Makes another call with the promoter's key. */
  staff<T>(call: { method?: 'POST'; path: string; body?: unknown }): Promise<Answer<T>>;
}

const PRICE_MINOR = 4_500;
/** Time to join before opening, so that there is a draw. */
const joinSeconds = (places: number): number => Math.max(6, Math.ceil(places / 1_500) + 5);

/** When a sale opens, and its address. */
interface Opening {
  slug: string;
  opensAtMs: number;
}

const nextOpening = ({ fans, ghosts, prequeueSeconds }: Wishes): Opening => ({
  slug: `load-${Date.now().toString(36)}`,
  opensAtMs: Date.now() + (prequeueSeconds ?? joinSeconds(fans * (ghosts + 1))) * 1000,
});

/** Creates the sale through the admin API, like a promoter's program. */
export async function publishSale(
  api: Api,
  adminKey: string,
  wishes: Wishes,
  { slug, opensAtMs }: Opening = nextOpening(wishes),
): Promise<Promoter> {
  const headers = { authorization: `Bearer ${adminKey}` };
  const now = Date.now();
  const iso = (ms: number): string => new Date(ms).toISOString();
  const created = await api.call<SaleShape>({
    method: 'POST',
    path: '/v1/admin/sales',
    headers,
    body: {
      slug,
      name: 'Load night',
      currency: 'EUR',
      show: { name: 'Load night', venue: 'Arena', startsAt: iso(now + 30 * 86_400_000), timeZone: 'Europe/Berlin' },
      prequeueAt: iso(now - 60_000),
      opensAt: iso(opensAtMs),
      closesAt: null,
      challenge: 'off',
      entry: 'open',
      lanes: [{ key: 'general', label: 'General', weight: 1, access: 'open' }],
      ticketTypes: [
        { name: 'Standing', admission: 'general', price: PRICE_MINOR, capacity: wishes.tickets, maxPerFan: 4 },
      ],
      policy: { cap: wishes.cap, perMinute: wishes.perMinute },
    },
  });
  const sale = created.data;
  if (!sale) throw new Error(`the sale was refused: ${JSON.stringify(created.problem)}`);
  const published = await api.call({ method: 'POST', path: `/v1/admin/sales/${sale.id}/publish`, headers });
  if (published.problem) throw new Error(`the sale was not published: ${JSON.stringify(published.problem)}`);
  const [ticketType] = sale.ticketTypes;
  if (!ticketType) throw new Error('the sale has no ticket type');
  return {
    saleId: sale.id,
    slug,
    ticketTypeId: ticketType.id,
    opensAtMs,
    async live() {
      const answer = await api.call<LiveShape>({ path: `/v1/admin/sales/${sale.id}/live`, headers });
      if (!answer.data) throw new Error(`no live figures: ${JSON.stringify(answer.problem)}`);
      return answer.data;
    },
    async glance() {
      const answer = await api.once<LiveShape>({ path: `/v1/admin/sales/${sale.id}/live`, headers }).catch(() => null);
      return answer?.data ?? null;
    },
    staff: async (call) => await api.call({ ...call, headers }),
  };
}
