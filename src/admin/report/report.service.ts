import { Injectable } from '@nestjs/common';
import { importJWK, SignJWT } from 'jose';
import { type AbuseSection, observedJoins, refusedOnly, stepUpFigures } from '../../contract/line/abuse-shapes.js';
import { verifyBeacon } from '../../contract/line/beacon.js';
import type { DrawShape } from '../../contract/line/line-shapes.js';
import { commitmentOf, DRAW_SCHEME } from '../../contract/line/draw.js';
import type { PublishedReportShape, ReportSections, ReportShape } from '../../contract/staff/report-shapes.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { SigningKeys } from '../../platform/tokens/signing-keys.js';
import { BusyNetworks } from '../../queue/entry/busy-networks.service.js';
import { FiguresService } from '../../queue/line/figures.service.js';
import { SaleCache } from '../../sales/catalogue/cache/sale-cache.service.js';
import type { SaleView } from '../../sales/sales.types.js';
import { TalliesRepository } from '../../platform/tally/tallies.repository.js';
import { chanceScoreOf } from './chance-score.rules.js';
import { chainOf } from './report-chain.rules.js';
import { figuresOf } from './report-figures.rules.js';
import { ReportRepository } from './report.repository.js';

export type PublishResult = { kind: 'published'; answer: PublishedReportShape } | { kind: 'not_found' | 'not_closed' };
const SCHEME = 'ropeline-report-v1';
const NETWORKS = 10;
const sum = <T>(of: readonly T[], pick: (one: T) => number): number => of.reduce((all, one) => all + pick(one), 0);

/** Reports of a sale, with a formula for every figure; hash-chained and signed. */
@Injectable()
export class ReportService {
  constructor(
    private readonly sales: SaleCache,
    private readonly networks: BusyNetworks,
    private readonly lineFigures: FiguresService,
    private readonly rows: ReportRepository,
    private readonly tallies: TalliesRepository,
    private readonly keys: SigningKeys,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /** Returns null when there is no such sale. */
  async of(saleId: string): Promise<ReportShape | null> {
    const view = await this.sales.byId(saleId);
    if (!view) return null;
    const generatedAt = new Date(this.clock.nowMs()).toISOString();
    const [sections, closedAt] = await Promise.all([this.sectionsOf(view), this.rows.closedAt(saleId)]);
    const chain = chainOf(`${SCHEME}\n${saleId}\n${generatedAt}`, sections);
    const hash = chain.at(-1)?.hash ?? '';
    const { slug, name, show, state, opensAt } = view;
    return {
      ...{ scheme: SCHEME, saleId, slug, name, show, state, opensAt, closedAt: closedAt?.toISOString() ?? null },
      ...{ generatedAt, sections, chain, hash, signature: await this.sign(saleId, hash) },
    };
  }

  async published(saleId: string): Promise<PublishedReportShape | null> {
    const [row, view] = await Promise.all([this.rows.published(saleId), this.sales.byId(saleId)]);
    return row && view && this.publishedShape(view.slug, row.document, row.publishedAt);
  }

  /** Returns the published document byte for byte; null when there is none. */
  async publicDocument(slug: string): Promise<string | null> {
    const view = await this.sales.bySlug(slug);
    return view ? ((await this.rows.published(view.id))?.document ?? null) : null;
  }

  /** Publishes a closed sale's report as a frozen copy; later changes do not alter it. */
  async publish(saleId: string, actor: string): Promise<PublishResult> {
    const report = await this.of(saleId);
    if (!report) return { kind: 'not_found' };
    if (report.state !== 'closed') return { kind: 'not_closed' };
    const document = JSON.stringify(report);
    await this.rows.publish(saleId, document, actor);
    await this.audit.record(actor, 'sale.publish_report', saleId, { hash: report.hash });
    return { kind: 'published', answer: this.publishedShape(report.slug, document, new Date(this.clock.nowMs())) };
  }

  async unpublish(saleId: string, actor: string): Promise<boolean> {
    const gone = await this.rows.unpublish(saleId);
    if (gone) await this.audit.record(actor, 'sale.unpublish_report', saleId);
    return gone;
  }

  private publishedShape(slug: string, document: string, at: Date): PublishedReportShape {
    const { hash } = JSON.parse(document) as ReportShape;
    return { url: `${this.config.publicUrl}/s/${slug}/report`, hash, publishedAt: at.toISOString() };
  }

  private async sectionsOf(view: SaleView): Promise<ReportSections> {
    const { id, currency } = view;
    const opensAt = new Date(view.opensAt);
    const lanes = await this.rows.lanes(id);
    const served = sum(lanes, (lane) => lane.served);
    // one after another: all at once would take every connection of the background pool from the relay and the webhooks
    const totals = await this.rows.totals(id);
    const types = await this.rows.types(id);
    const flow = await this.rows.flow(id, opensAt, served);
    const refunds = await this.rows.refunds(id);
    const check = await this.rows.conservation(id);
    const incidents = await this.rows.incidents(id);
    const actions = await this.rows.actions(id);
    const minutes = await this.rows.minutes(id, opensAt);
    const woken = await this.rows.woken(id);
    const tallies = await this.tallies.of(id);
    const listed = await this.rows.listed(id);
    // a sale that goes on has not told how it ends
    const told = view.state === 'closed' ? await this.rows.told(id) : [];
    const places = sum(lanes, (lane) => lane.arrivals - lane.unused);
    const observed = observedJoins(tallies);
    const stepUp = stepUpFigures(tallies);
    return {
      figures: figuresOf({
        ...{ totals, places, served, tallies, listed },
        chance: chanceScoreOf(told),
        entered: lanes.some(({ admitted }) => admitted === null) ? null : sum(lanes, ({ admitted }) => admitted ?? 0),
        sold: sum(types, (type) => type.sold),
        capacity: sum(types, (type) => type.capacity - type.withdrawn),
        flow,
        woken,
        opensAt,
      }),
      draw: await this.drawOf(id, lanes),
      types: types.map((type) => {
        const known = view.ticketTypes.find((each) => each.id === type.ticketTypeId);
        return { ...type, name: known?.name ?? type.ticketTypeId, priceMinor: known?.priceMinor ?? 0 };
      }),
      minutes: minutes.map(({ at, ...minute }) => ({ ...minute, at: at.toISOString() })),
      money: {
        currency,
        orders: totals.orders,
        takenMinor: String(totals.takenMinor),
        refundedMinor: String(totals.refundedMinor),
        keptMinor: String(totals.takenMinor - totals.refundedMinor),
      },
      refunds: refunds.map((row) => ({ ...row, amountMinor: String(row.amountMinor) })),
      conservation: {
        ok: check?.ok ?? null,
        checkedAt: check?.checkedAt.toISOString() ?? null,
        soldEqualsTickets: types.every(({ sold, liveTickets }) => sold === liveTickets),
      },
      incidents: incidents.map(({ createdAt, kind, resolvedAt, verb }) => ({
        ...{ at: createdAt.toISOString(), kind, resolvedAt: resolvedAt?.toISOString() ?? null, verb },
      })),
      actions: actions.map(({ at, who, what }) => ({ at: at.toISOString(), who, what })),
      abuse: {
        ...(await this.rows.interventions(id)),
        refused: refusedOnly(tallies),
        largestNetworks: await this.networksOf(view, places),
        ...(observed > 0 && { observed }),
        ...(stepUp.observed + stepUp.asked > 0 && { stepUp }),
      },
    };
  }

  /** Names no network: their digests stay in Redis. */
  private async networksOf(view: SaleView, places: number): Promise<AbuseSection['largestNetworks']> {
    if (view.challenge === 'off') return null;
    const networks = await this.networks.top(view.id, NETWORKS);
    return (
      networks?.map((network) => ({
        places: network.places,
        share: Math.min(1, network.places / Math.max(1, places)),
      })) ?? null
    );
  }

  private async drawOf(
    saleId: string,
    lanes: NonNullable<ReportSections['draw']>['lanes'],
  ): Promise<ReportSections['draw']> {
    const draw = await this.lineFigures.drawOf(saleId);
    if (!draw) return null;
    const { commitment, seed, beaconChain } = draw;
    const isSealed = seed !== null && commitmentOf(seed, saleId, beaconChain) === commitment;
    const isDue = lanes.some(({ drawn }) => drawn !== null && drawn > 0);
    const verified = seed === null ? null : isSealed && (!isDue || isBeaconGood(draw));
    return { ...draw, scheme: DRAW_SCHEME, verified, lanes };
  }

  private async sign(saleId: string, hash: string): Promise<string> {
    const key = await this.keys.current('pass');
    return await new SignJWT({ hash })
      .setProtectedHeader({ alg: 'EdDSA', kid: key.kid, typ: 'ropeline-report+jwt' })
      .setIssuer(this.config.publicUrl)
      .setAudience(saleId)
      .setIssuedAt(Math.floor(this.clock.nowMs() / 1_000))
      .sign(await importJWK(key.privateJwk, 'EdDSA'));
  }
}

const isBeaconGood = (draw: DrawShape): boolean => ['none', 'verified', 'skipped'].includes(verifyBeacon(draw));
