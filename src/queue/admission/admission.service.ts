import { Injectable } from '@nestjs/common';
import { msOfMinutes } from '../../contract/sale/minutes.js';
import type { Counter } from 'prom-client';
import { Metrics } from '../../platform/metrics/metrics.js';
import { Tallies } from '../../platform/tally/tallies.js';
import { NewsService } from '../../platform/news/news.service.js';
import { type AdmissionSignals, decideAdmission } from './admission.policy.js';
import { EpochGuard } from '../line/epoch-guard.service.js';
import { keysOf } from '../draw/draw.service.js';
import { FiguresService } from '../line/figures.service.js';
import { type LineReading, REPORT_LIFE_MS, type StoredSetup } from '../line/line.reading.js';
import { LineStore, type Stale, type TickReply } from '../line/line.store.js';
import { isLively, lineWaits } from '../line/liveliness.rules.js';
import { LineReadings } from '../line/line-readings.js';
import { PassesService } from '../passes/passes.service.js';
import type { LineRecord } from '../queue.repository.js';
import type { Beat } from '../queue.types.js';

type Ticked = Extract<TickReply, { kind: 'ticked' }> & { claimMs: number };
interface Round {
  kind: 'read';
  line: LineReading;
  record: LineRecord;
  epoch: number;
  ticked: Ticked | null;
}

/** Minimum distance of ticks. The script refuses earlier ones, so they are not attempted. */
const TICK_MS = 250;
const RUN_ON_MS = 1_000;

/** Calls fans in: reads the line, lets the pure policy decide, and applies the decision in one script. */
@Injectable()
export class AdmissionService {
  private readonly called: Counter;

  // more than six: a beat shares its reading with everybody who would otherwise read the line again
  constructor(
    private readonly store: LineStore,
    private readonly epochs: EpochGuard,
    private readonly news: NewsService,
    private readonly live: LineReadings,
    private readonly passes: PassesService,
    private readonly figures: FiguresService,
    private readonly tallies: Tallies,
    metrics: Metrics,
  ) {
    this.called = metrics.counter('queue_called_total', 'Fans called in');
  }

  /** Ticks once. Returns null if no tick was due, another node did it, or core Redis is unreachable. */
  async tick(saleId: string): Promise<{ called: number } | null> {
    const beat = await this.beat(saleId);
    return beat.kind === 'ticked' ? { called: beat.called } : null;
  }

  /** Ticks and returns what was read for it, so that the caller needs no reading of its own. */
  async beat(saleId: string): Promise<Beat> {
    const round = await this.epochs.call<Round>(saleId, async (stamp, record): Promise<Round | Stale> => {
      const line = await this.store.read(saleId, keysOf(record), 'core');
      if (line.epoch !== stamp.epoch || line.runId !== stamp.runId) return { kind: 'stale' };
      this.live.saw(saleId, line);
      this.figures.saw(saleId, line);
      const read = { kind: 'read' as const, line, record, epoch: stamp.epoch };
      if (line.setup === null || (line.tickAgeMs >= 0 && line.tickAgeMs < TICK_MS)) return { ...read, ticked: null };
      const order = decideAdmission(line.setup.policy, signalsOf(line, line.setup));
      const ticked = await this.store.tick(saleId, stamp, { tickId: line.tickId, ...order });
      if (ticked.kind === 'stale') return ticked;
      if (ticked.kind === 'refused') return { ...read, ticked: null };
      return { ...read, ticked: { ...ticked, claimMs: msOfMinutes(line.setup.policy.claimMinutes) } };
    });
    if (round.kind === 'away') return round;
    const { line, record, epoch, ticked } = round;
    const seen = {
      isLively: isLively(line),
      lineWaits: lineWaits(line),
      figures: () => this.figures.describe(record, line, epoch),
    };
    if (!ticked) return { kind: 'early', inMs: Math.max(1, TICK_MS - Math.max(0, line.tickAgeMs)), ...seen };
    this.count(saleId, line, ticked);
    return { kind: 'ticked', called: await this.publishCalls(saleId, ticked), ...seen };
  }

  /** Puts the sale to rest; returns false if it was lively or core Redis is unreachable. */
  async rest(saleId: string, to: 'drowsy' | 'asleep'): Promise<boolean> {
    const result = await this.epochs.call(saleId, (stamp, record) =>
      this.store.rest(saleId, keysOf(record), stamp, to),
    );
    return result.kind === 'rests';
  }

  /** Counts calls, and those of fans whom the line had passed while they were away, for the report of the sale. */
  private count(saleId: string, line: LineReading, { called }: Ticked): void {
    for (const { lane, positions } of called) {
      const serving = line.lanes.find(({ key }) => key === lane)?.serving ?? 0;
      const late = positions.filter((position) => position <= serving).length;
      if (positions.length > 0) this.tallies.add(saleId, 'called', positions.length);
      if (late > 0) this.tallies.add(saleId, 'called_late', late);
    }
  }

  private async publishCalls(
    saleId: string,
    { saleMs, claimBeforeSaleMs, called, ended, claimMs }: Ticked,
  ): Promise<number> {
    let count = 0;
    for (const { lane, positions } of called) {
      count += positions.length;
      if (positions.length === 0) continue;
      await this.news.publish(`sale:${saleId}`, 'called', {
        lane,
        positions,
        claimBeforeSaleMs,
        keptUntilSaleMs: saleMs + claimMs,
        saleMs,
      });
    }
    for (const admissionId of ended) this.passes.forget(admissionId);
    const items = ended.map((id) => ({ audience: `admission:${id}` as const, payload: {} }));
    await this.news.publishAll<'admission', 'ended'>('ended', items);
    this.called.inc(count);
    return count;
  }
}

function signalsOf(line: LineReading, { weights }: StoredSetup): AdmissionSignals {
  return {
    state: line.state,
    drawnAtMs: line.drawnAtMs,
    quietUntilMs: line.quietUntilMs,
    nowMs: line.saleMs,
    elapsedMs: Math.max(0, Math.min(RUN_ON_MS, line.tickAgeMs)),
    ratePerMinute: line.ratePerMinute,
    active: line.active,
    called: line.called,
    lanes: line.lanes.map((lane) => ({ ...lane, weight: weights[lane.key] ?? 1 })),
    stock: line.stock,
    checkout: line.checkout,
    checkoutLostForMs: lostForMs(line.checkoutAgeMs, performance.now()),
  };
}

/** A report of before this process began may be of before everything was stopped, and a database put in its place. */
function lostForMs(ageMs: number | null, aliveForMs: number): number | null {
  return ageMs === null || ageMs > aliveForMs ? null : Math.max(0, ageMs - REPORT_LIFE_MS);
}
