import { Injectable } from '@nestjs/common';
import type { AdmissionReason } from '../../contract/line/admission-reasons.js';
import { chanceTable } from '../../contract/line/standing.js';
import type { DrawShape, LaneSnapshot } from '../../contract/line/line-shapes.js';
import { targetOf } from '../admission/admission.policy.js';
import { Config } from '../../platform/config/config.js';
import { Degradation } from '../../platform/overload/degradation.js';
import { BoundedMap } from '../../platform/cache/bounded-map.js';
import { EpochGuard } from './epoch-guard.service.js';
import { DrawService, keysOf } from '../draw/draw.service.js';
import { isAwaitingBeacon } from '../draw/draw.rules.js';
import { LineRecordCache } from './line-record-cache.service.js';
import type { LineReading } from './line.reading.js';
import { PolledPlaces } from '../places/polled-places.js';
import { chanceTerms } from './chance.rules.js';
import { measuredRange } from './speed.rules.js';
import { waitingOf } from './waiting.rules.js';
import { LineStore } from './line.store.js';
import type { LineRecord } from '../queue.repository.js';
import type { LaneFigures, QueueFigures } from '../queue.types.js';

const RECENT_MS = 1_000;
/** How long sale time runs on without a tick. */
const RUN_ON_MS = 1_000;
/** Bound of the in-memory caches, in sales. */
const SALES_MAX = 5_000;

/** Describes a line as it is now, for the snapshot, the control room and fans' pages. Read-only but for the reports. */
@Injectable()
export class FiguresService {
  private readonly recent = new BoundedMap<string, { figures: QueueFigures; at: number }>(SALES_MAX);
  private readonly clocks = new BoundedMap<string, { saleMs: number; at: number }>(SALES_MAX);
  private readonly reading = new Map<string, Promise<QueueFigures | null>>();

  // more than six dependencies: a node's report says what the node itself knows
  constructor(
    private readonly store: LineStore,
    private readonly records: LineRecordCache,
    private readonly epochs: EpochGuard,
    private readonly draws: DrawService,
    private readonly config: Config,
    private readonly degradation: Degradation,
    private readonly polled: PolledPlaces,
  ) {}

  /** Returns null if there is no such line, it is being rebuilt, or Redis is unreachable. Concurrent callers share one read. */
  async of(saleId: string): Promise<QueueFigures | null> {
    const running = this.reading.get(saleId);
    if (running) return await running;
    const reading = this.read(saleId).finally(() => this.reading.delete(saleId));
    this.reading.set(saleId, reading);
    return await reading;
  }

  private async read(saleId: string): Promise<QueueFigures | null> {
    const record = await this.records.known(saleId);
    if (!record) return null;
    const line = await this.epochs.orNull(() => this.store.read(saleId, keysOf(record), 'read'));
    if (!line || line.epoch === null) return null;
    this.saw(saleId, line);
    return this.describe(record, line, line.epoch);
  }

  /** Takes sale time from a line that was read for another purpose, to save a read. */
  saw(saleId: string, line: LineReading): void {
    this.clocks.set(saleId, { saleMs: line.saleMs, at: performance.now() });
  }

  describe(record: LineRecord, line: LineReading, epoch: number): QueueFigures {
    const { saleId } = record;
    const figures = { ...figuresOf(saleId, line, epoch), draw: this.draws.documentOf(record) };
    if (isAwaitingBeacon(record)) tellFrozen(figures, record);
    this.recent.set(saleId, { figures, at: performance.now() });
    return figures;
  }

  /** Returns the draw as stored in Postgres; null for a sale without a line. */
  async drawOf(saleId: string): Promise<DrawShape | null> {
    const record = await this.records.known(saleId);
    return record && this.draws.documentOf(record);
  }

  /** Like `of`, but may return a cached result up to 1 s old. */
  async recentFigures(saleId: string): Promise<QueueFigures | null> {
    const known = this.recent.get(saleId);
    return known && performance.now() - known.at < RECENT_MS ? known.figures : await this.of(saleId);
  }

  /** Tells whether the sale has this slug, for gates that know no ids. */
  async isSale(saleId: string, slug: string): Promise<boolean> {
    return (await this.recentFigures(saleId))?.slug === slug;
  }

  /** Returns sale time in ms; while Redis is unreachable, the last known value, because sale time then stands still. */
  async now(saleId: string): Promise<number> {
    const runOn = (known: { saleMs: number; at: number }): number =>
      Math.round(known.saleMs + Math.min(RUN_ON_MS, performance.now() - known.at));
    const known = this.clocks.get(saleId);
    if (known && performance.now() - known.at < RECENT_MS / 2) return runOn(known);
    if (await this.of(saleId)) return (this.clocks.get(saleId) ?? { saleMs: 0 }).saleMs;
    return known ? runOn(known) : ((await this.records.known(saleId))?.saleMs ?? 0);
  }

  /**
   * Stores another room's StockSignal or CheckoutSignal for the policy. May be lost: the next one follows within a
   * second, and one older than 5 s counts as lost. Never throws because a store is unreachable.
   */
  async report(saleId: string, source: 'stock' | 'checkout', signal: object): Promise<void> {
    await this.epochs.call(saleId, (stamp) => this.store.report(saleId, 'signals', stamp, source, signal));
  }

  /** Returns the sales whose fans ask this node for their places. */
  polledSales(): string[] {
    return this.polled.sales();
  }

  /** Reports this node's sockets and polling places per lane, and how it degrades. May be lost; ignored after 5 s. */
  async reportNode(saleId: string, connected: Record<string, number>): Promise<void> {
    const polling = this.polled.counts(saleId);
    const report = { connected, polling, roles: [...this.config.roles], ...this.degradation.report };
    const isLife = Object.values(connected).some((count) => count > 0);
    await this.epochs.call(saleId, (stamp) =>
      this.store.report(saleId, 'nodes', stamp, this.config.nodeId, report, isLife),
    );
  }
}

/** Publishes N before anybody can know the randomness that will order it. */
function tellFrozen(figures: QueueFigures, { lanes }: LineRecord): void {
  figures.reason = 'AWAITING_BEACON';
  for (const { lane, drawn } of lanes) {
    const told = figures.lanes[lane];
    if (told) told.drawn = drawn;
  }
}

function figuresOf(saleId: string, line: LineReading, epoch: number): Omit<QueueFigures, 'draw'> {
  const perMinute = line.ratePerMinute ?? line.setup?.policy.perMinute ?? 0;
  const weights = line.lanes.reduce((sum, { key }) => sum + (line.setup?.weights[key] ?? 1), 0) || 1;
  const connected = (lane: string): number => line.nodes.reduce((sum, node) => sum + (node.connected[lane] ?? 0), 0);
  // a balancer may send one fan's polls to every node, so a sum would count them once for each
  const polling = (lane: string): number => Math.max(0, ...line.nodes.map((node) => node.polling[lane] ?? 0));
  const waitingInAll = line.lanes.reduce((sum, lane) => sum + waitingOf(lane), 0);
  const lanes: Record<string, LaneFigures> = {};
  for (const lane of line.lanes) {
    const weight = line.setup?.weights[lane.key] ?? 1;
    const waiting = waitingOf(lane);
    lanes[lane.key] = {
      arrivals: lane.arrivals,
      drawn: lane.drawn,
      serving: lane.serving,
      window: lane.window,
      present: Math.max(connected(lane.key), polling(lane.key), lane.ready),
      weight,
      perMinute: Math.round((perMinute * weight) / weights),
      // while nobody is called, no wait can be told
      measured: perMinute === 0 ? null : measuredRange(lane.speed),
      chance: chanceOf(line, lane, waitingInAll === 0 ? 1 : waiting / waitingInAll),
      called: lane.called,
      unused: lane.unused,
      ready: lane.ready,
      waiting,
      admitted: lane.admitted,
    };
  }
  return {
    saleId,
    slug: line.setup?.slug ?? '',
    epoch,
    saleMs: line.saleMs,
    extendedMs: line.extendedMs,
    state: line.state,
    policyVersion: line.policyVersion,
    lanes,
    active: line.active,
    called: line.called,
    credit: Math.floor(line.creditMicro / 1_000_000),
    admittedPerMinute: line.admittedPerMinute,
    reason: (line.reason ?? (line.state === 'on_sale' ? 'SETTLING' : 'NOT_OPEN')) as AdmissionReason, // rebuilt, not ticked yet
    target: targetOf(line.setup?.policy ?? { cap: 0, perMinute: 0 }, line),
    connected: line.nodes.reduce(
      (sum, node) => sum + Object.values(node.connected).reduce((all, one) => all + one, 0),
      0,
    ),
    nodes: line.nodes.map(({ id, connected, roles, step, shedding, at }) => ({
      id,
      roles,
      step,
      shedding,
      at,
      connected: Object.values(connected).reduce((all, one) => all + one, 0),
    })),
  };
}

/** @param share this lane's share of all who wait */
function chanceOf(line: LineReading, lane: LineReading['lanes'][number], share: number): LaneSnapshot['chance'] {
  if (!line.stock) return [];
  const terms = chanceTerms({
    stock: line.stock,
    own: line.stock.own?.[lane.key] ?? 0,
    meanBasket: line.checkout?.meanBasket ?? null,
    inside: line.active + line.called,
    lane,
    share,
  });
  return chanceTable(waitingOf(lane), terms);
}
