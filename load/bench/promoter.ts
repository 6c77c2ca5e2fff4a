import { randomBytes } from 'node:crypto';
import type { LiveShape } from '../../src/contract/live/live-shapes.js';
import type { SaleShape } from '../../src/contract/sale/sale-shapes.js';
import type { Api, Answer } from '../fans/api.js';

const DAY_MS = 86_400_000;
const iso = (ms: number): string => new Date(ms).toISOString();
/** The API's maxima, so that admission never limits a run. */
const WIDE_OPEN = {
  cap: 100_000,
  perMinute: 100_000,
  graceSeconds: 120,
  claimMinutes: 60,
  shopMinutes: 120,
  holdMinutes: 60,
  payMinutes: 60,
  idleMinutes: 60,
};

/** Builds a sale that is already open, with plenty of standing tickets and unlimited admission. */
function saleBody(change: Record<string, unknown>): Record<string, unknown> {
  const now = Date.now();
  return {
    slug: `bench-${randomBytes(6).toString('hex')}`,
    name: 'Bench night',
    currency: 'EUR',
    show: { name: 'Bench night', venue: 'Arena', startsAt: iso(now + 30 * DAY_MS), timeZone: 'Europe/Berlin' },
    prequeueAt: iso(now - 7_200_000),
    opensAt: iso(now - 3_600_000),
    closesAt: null,
    challenge: 'off',
    entry: 'open',
    lanes: [{ key: 'general', label: 'General', weight: 1, access: 'open' }],
    ticketTypes: [{ name: 'Standing', admission: 'general', price: 4_500, capacity: 1_000_000, maxPerFan: 50 }],
    policy: WIDE_OPEN,
    ...change,
  };
}

/** The promoter's side of the public API, as far as the rows need it. */
export class Promoter {
  constructor(
    private readonly api: Api,
    private readonly adminKey: string,
  ) {}

  get headers(): Record<string, string> {
    return { authorization: `Bearer ${this.adminKey}` };
  }

  async create(change: Record<string, unknown> = {}): Promise<SaleShape> {
    return await this.must<SaleShape>('POST', '/v1/admin/sales', saleBody(change));
  }

  async publish(saleId: string): Promise<void> {
    await this.must('POST', `/v1/admin/sales/${saleId}/publish`);
  }

  async published(change: Record<string, unknown> = {}): Promise<SaleShape> {
    const sale = await this.create(change);
    await this.publish(sale.id);
    return sale;
  }

  /** Publishes a sale that can be joined but has not opened. */
  async inPrequeue(change: Record<string, unknown> = {}): Promise<SaleShape> {
    return await this.published({
      prequeueAt: iso(Date.now() - 60_000),
      opensAt: iso(Date.now() + DAY_MS),
      ...change,
    });
  }

  async move(saleId: string, verb: 'open' | 'close' | 'pause' | 'resume'): Promise<void> {
    await this.must('POST', `/v1/admin/sales/${saleId}/${verb}`);
  }

  async live(saleId: string): Promise<LiveShape> {
    return await this.must<LiveShape>('GET', `/v1/admin/sales/${saleId}/live`);
  }

  async endpoint(url: string): Promise<void> {
    await this.must('POST', '/v1/admin/webhook-endpoints', { url, types: ['order.paid', 'ticket.issued'] });
  }

  private async must<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
    const answer: Answer<T> = await this.api.call<T>({
      method,
      path,
      headers: this.headers,
      ...(body === undefined ? {} : { body }),
    });
    if (answer.problem) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.problem)}`);
    return answer.data as T;
  }
}
