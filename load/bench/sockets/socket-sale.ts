import { randomBytes } from 'node:crypto';
import type { JoinShape, Snapshot } from '../../../src/contract/line/line-shapes.js';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import { Api } from '../../fans/api.js';

const JOINS_AT_ONCE = 64;
const HOUR_MS = 3_600_000;
const FIRST_SNAPSHOT_WITHIN_MS = 10_000;

/** A sale that opens in an hour, so that everyone who joins waits. */
export class SocketSale {
  private constructor(
    private readonly api: Api,
    private readonly url: string,
    readonly id: string,
    private readonly slug: string,
  ) {}

  static async publish(url: string, adminKey: string): Promise<SocketSale> {
    const api = new Api([url]);
    const headers = { authorization: `Bearer ${adminKey}`, 'x-api-key': adminKey };
    const slug = `bench-sockets-${randomBytes(4).toString('hex')}`;
    const created = await api.call<SaleShape>({
      method: 'POST',
      path: '/v1/admin/sales',
      headers,
      body: saleBody(slug),
    });
    if (!created.data) throw new Error(`the sale could not be created: ${JSON.stringify(created.problem)}`);
    const { id } = created.data;
    const published = await api.call({ method: 'POST', path: `/v1/admin/sales/${id}/publish`, headers });
    if (published.problem) throw new Error(`the sale could not be published: ${JSON.stringify(published.problem)}`);
    return new SocketSale(api, url, id, slug);
  }

  /** Returns the sale's snapshot as JSON, distinguished from the node's own by the length of its notice. */
  async snapshot(): Promise<string> {
    const until = Date.now() + FIRST_SNAPSHOT_WITHIN_MS;
    while (Date.now() < until) {
      const response = await fetch(`${this.url}/v1/sales/${this.slug}/queue`);
      if (response.ok) {
        const snapshot = (await response.json()) as Snapshot;
        return JSON.stringify({ ...snapshot, notice: { text: 'Doors open late.', at: new Date().toISOString() } });
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error('no snapshot came in time');
  }

  /** Returns the place tokens of new fans. */
  async join(count: number): Promise<string[]> {
    const tokens: string[] = [];
    let begun = 0;
    const joinOneAfterAnother = async (): Promise<void> => {
      while (begun < count) {
        begun += 1;
        const joined = await this.api.call<JoinShape>({
          method: 'POST',
          path: `/v1/sales/${this.slug}/places`,
          body: {},
        });
        if (!joined.data) throw new Error(`a join was refused: ${JSON.stringify(joined.problem)}`);
        tokens.push(joined.data.placeToken);
      }
    };
    await Promise.all(Array.from({ length: JOINS_AT_ONCE }, joinOneAfterAnother));
    return tokens;
  }
}

function saleBody(slug: string): object {
  const at = (fromNowMs: number): string => new Date(Date.now() + fromNowMs).toISOString();
  return {
    slug,
    name: 'Socket bench',
    currency: 'EUR',
    show: { name: 'Socket bench', venue: 'Arena', startsAt: at(30 * 24 * HOUR_MS), timeZone: 'Europe/Berlin' },
    prequeueAt: at(-HOUR_MS),
    opensAt: at(HOUR_MS),
    closesAt: null,
    challenge: 'off',
    entry: 'open',
    lanes: [{ key: 'general', label: 'General', weight: 1, access: 'open' }],
    ticketTypes: [{ name: 'Standing', admission: 'general', price: 4_500, capacity: 1_000, maxPerFan: 4 }],
    policy: { cap: 100, perMinute: 600 },
  };
}
