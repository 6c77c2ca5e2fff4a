import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { WebhooksService } from '../../partners/endpoints/webhooks.service.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { Leases } from '../../platform/lifecycle/lease.js';
import type { SaleInput } from '../../sales/catalogue/input/sale-input.types.js';
import { SaleDrafts } from '../../sales/catalogue/sale-drafts.service.js';
import { SalesService } from '../../sales/sales.service.js';
import type { SaleView } from '../../sales/sales.types.js';
import { arenaNight, clubNight, slugOf } from './demo-sales.js';
import { errorText } from '../../platform/logs/error-text.js';

const SEED_LEASE_MS = 30_000;

interface DemoSale {
  base: string;
  inputOf: (slug: string, nowMs: number) => SaleInput;
  /** Returns whether a showing is still worth visiting. */
  isFresh: (view: SaleView, nowMs: number) => boolean;
}

const demoSales: readonly DemoSale[] = [
  {
    base: 'arena-night',
    inputOf: arenaNight,
    // after opening there is no countdown or draw left to see
    isFresh: (view, nowMs) =>
      view.state === 'scheduled' || (view.state === 'prequeue' && Date.parse(view.opensAt) > nowMs),
  },
  {
    base: 'club-night',
    inputOf: clubNight,
    isFresh: (view, nowMs) =>
      (view.state === 'on_sale' || view.state === 'paused') &&
      (view.closesAt === null || Date.parse(view.closesAt) > nowMs),
  },
];

/**
 * Seeds a demo: one sale before its draw, one on sale, and the webhook receiver. Each start adds the next showing when
 * the latest is stale; existing data is never modified.
 */
@Injectable()
export class DemoSeed implements OnApplicationBootstrap {
  private readonly log = new Logger('Demo');

  constructor(
    private readonly config: Config,
    private readonly sales: SalesService,
    private readonly drafts: SaleDrafts,
    private readonly webhooks: WebhooksService,
    private readonly leases: Leases,
    private readonly clock: Clock,
  ) {}

  /** Runs only when `npm start` provides the partner inbox; demo nodes without one are test benches and stay empty. */
  async onApplicationBootstrap(): Promise<void> {
    const { mode, partnerInboxUrl } = this.config;
    if (mode !== 'demo' || partnerInboxUrl === null) return;
    try {
      await this.leases.withLease('demo-seed', SEED_LEASE_MS, async () => await this.seed());
    } catch (error) {
      this.log.error(`the demo could not be prepared: ${errorText(error)}`);
    }
  }

  /** Idempotent: fresh showings are kept. */
  async seed(): Promise<void> {
    const { partnerInboxUrl, partnerInboxSecret } = this.config;
    if (partnerInboxUrl !== null && partnerInboxSecret !== null)
      await this.webhooks.ensure(partnerInboxUrl, partnerInboxSecret);
    for (const demo of demoSales)
      await this.ensure(demo, await this.sales.page({ search: demo.base, state: null, after: null, limit: 100 }));
  }

  private async ensure({ base, inputOf, isFresh }: DemoSale, known: readonly SaleView[]): Promise<void> {
    const nowMs = this.clock.nowMs();
    const showings = known.filter(({ slug }) => slug === base || new RegExp(`^${base}-\\d+$`).test(slug));
    if (showings.some((view) => isFresh(view, nowMs))) return;
    // left unpublished by an interrupted start: its times are stale, so publish it as it is and add the next showing
    for (const draft of showings.filter(({ state }) => state === 'draft')) await this.sales.publish(draft.id);
    const slug = slugOf(
      base,
      1 + Math.max(0, ...showings.map((view) => Number(view.slug.slice(base.length + 1) || 1))),
    );
    const created = await this.drafts.create(inputOf(slug, nowMs));
    if (created.kind === 'created') await this.sales.publish(created.sale.id);
    else this.log.warn(`${slug} could not be created: ${created.kind}`);
  }
}
