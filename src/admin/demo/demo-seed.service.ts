import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { WebhooksService } from '../../partners/endpoints/webhooks.service.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { Leases } from '../../platform/lifecycle/lease.js';
import type { SaleInput } from '../../sales/catalogue/sale-input.types.js';
import { SalesService } from '../../sales/sales.service.js';
import type { SaleView } from '../../sales/sales.types.js';
import { arenaNight, clubNight, slugOf } from './demo-sales.js';

const SEED_LEASE_MS = 30_000;

interface DemoSale {
  base: string;
  inputOf: (slug: string, nowMs: number) => SaleInput;
  /** Whether a showing is still worth a newcomer's visit. */
  isFresh: (view: SaleView, nowMs: number) => boolean;
}

const demoSales: readonly DemoSale[] = [
  {
    base: 'arena-night',
    inputOf: arenaNight,
    // once it is open nobody sees the countdown and the draw any more
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
 * What a newcomer finds in a demo: one sale before its draw, one that sells, and the receiver of webhooks. Each start looks
 * whether they are still worth a visit and makes the next showing when not; nothing that is there is touched.
 */
@Injectable()
export class DemoSeed implements OnApplicationBootstrap {
  private readonly log = new Logger('Demo');

  constructor(
    private readonly config: Config,
    private readonly sales: SalesService,
    private readonly webhooks: WebhooksService,
    private readonly leases: Leases,
    private readonly clock: Clock,
  ) {}

  /** Only `npm start` gives a demo its inbox; a demo node without one is somebody's test bench, which is left empty. */
  async onApplicationBootstrap(): Promise<void> {
    const { mode, partnerInboxUrl } = this.config;
    if (mode !== 'demo' || partnerInboxUrl === null) return;
    try {
      await this.leases.withLease('demo-seed', SEED_LEASE_MS, async () => await this.seed());
    } catch (error) {
      this.log.error(
        `the demo could not be prepared: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    }
  }

  /** May be repeated: what is there and fresh stays. */
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
    // a start that was cut short left it unpublished: its times are old, so it is published as it is and the next one made
    for (const draft of showings.filter(({ state }) => state === 'draft')) await this.sales.publish(draft.id);
    const slug = slugOf(
      base,
      1 + Math.max(0, ...showings.map((view) => Number(view.slug.slice(base.length + 1) || 1))),
    );
    const created = await this.sales.create(inputOf(slug, nowMs));
    if (created.kind === 'created') await this.sales.publish(created.sale.id);
    else this.log.warn(`${slug} was not made: ${created.kind}`);
  }
}
