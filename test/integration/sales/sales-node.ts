import 'reflect-metadata';
import { Test } from '@nestjs/testing';
import { plainToInstance } from 'class-transformer';
import { StockService } from '../../../src/inventory/stock/stock.service.js';
import { Clock } from '../../../src/platform/clock/clock.js';
import { DatabaseTime } from '../../../src/platform/clock/database-time.js';
import { EgressService } from '../../../src/platform/egress/egress.service.js';
import { PlatformModule } from '../../../src/platform/platform.module.js';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import { RedisService } from '../../../src/platform/redis/redis.service.js';
import { AdmissionService } from '../../../src/queue/admission/admission.service.js';
import { BeaconSource } from '../../../src/queue/draw/beacon-source.js';
import { DrawService } from '../../../src/queue/draw/draw.service.js';
import { EpochService } from '../../../src/queue/line/epoch.service.js';
import { JoinService } from '../../../src/queue/places/join.service.js';
import { PlaceIdentity } from '../../../src/queue/places/place-identity.service.js';
import { PlaceService } from '../../../src/queue/places/place.service.js';
import { FiguresService } from '../../../src/queue/line/figures.service.js';
import { ConductorTask } from '../../../src/sales/conductor/conductor.task.js';
import { ConductedSales } from '../../../src/sales/conductor/conducted-sales.service.js';
import { Pulse } from '../../../src/sales/conductor/pulse.js';
import { SaleWork } from '../../../src/sales/conductor/sale-work.js';
import { SaleInput } from '../../../src/sales/catalogue/input/sale-input.types.js';
import { SaleDrafts } from '../../../src/sales/catalogue/sale-drafts.service.js';
import { SaleSettings } from '../../../src/sales/catalogue/sale-settings.service.js';
import { SalesRepository } from '../../../src/sales/catalogue/sales.repository.js';
import { SaleCache } from '../../../src/sales/catalogue/cache/sale-cache.service.js';
import { SalesTasksModule } from '../../../src/sales/sales.tasks.module.js';
import type { SaleView } from '../../../src/sales/sales.types.js';
import { SaleLife } from '../../../src/sales/life/sale-life.js';
import { SchedulerTask } from '../../../src/sales/life/scheduler.task.js';
import { SnapshotBoard } from '../../../src/sales/snapshot/snapshot-board.js';
import { testConfig, testSecret } from '../../support/app.js';
import { specLogger } from '../../support/spec-log.js';
import { SalesService } from '../../../src/sales/sales.service.js';

const READY_TIMEOUT_MS = 5_000;
export const NOW = Date.parse('2027-03-01T12:00:00.000Z');
export const MINUTE = 60_000;

/** A clock that moves only when the spec moves it. */
export class HandClock extends Clock {
  constructor(public ms = NOW) {
    super();
  }
  override nowMs(): number {
    return this.ms;
  }
  override monotonicMs(): number {
    return this.ms;
  }
}

export interface SalesNode {
  sales: SalesService;
  saleCache: SaleCache;
  drafts: SaleDrafts;
  settings: SaleSettings;
  epochs: EpochService;
  draws: DrawService;
  lineFigures: FiguresService;
  joins: JoinService;
  placeIdentity: PlaceIdentity;
  places: PlaceService;
  admissions: AdmissionService;
  inventory: StockService;
  prisma: PrismaService;
  redis: RedisService;
  board: SnapshotBoard;
  repository: SalesRepository;
  life: SaleLife;
  scheduler: SchedulerTask;
  conductor: ConductorTask;
  conducted: ConductedSales;
  work: SaleWork;
  pulse: Pulse;
  beacons: BeaconSource;
  egress: EgressService;
  close(): Promise<void>;
}
export interface Installation {
  databaseUrl: string;
  redisUrl: string;
  secret: string;
}
export const installation = (databaseUrl: string, redisUrl: string): Installation => ({
  databaseUrl,
  redisUrl,
  secret: testSecret(),
});

/** A node's clock that is wrong by `byMs`, beside the right one. */
export class SkewedClock extends Clock {
  byMs = 0;
  constructor(private readonly right: Clock) {
    super();
  }
  override nowMs(): number {
    return this.right.nowMs() + this.byMs;
  }
  override monotonicMs(): number {
    return this.right.monotonicMs();
  }
}

/**
 * One node's sales services without controllers; its tasks run only when the spec triggers them.
 * @param shared the database's clock, if the node's own differs from it
 */
export async function startSalesNode(terms: Installation, clock: Clock, shared = clock): Promise<SalesNode> {
  const app = await Test.createTestingModule({ imports: [PlatformModule.with(testConfig(terms)), SalesTasksModule] })
    .setLogger(specLogger)
    .overrideProvider(Clock)
    .useValue(clock)
    .overrideProvider(DatabaseTime)
    .useValue({ nowMs: () => Promise.resolve(shared.nowMs()) } satisfies DatabaseTime)
    .compile();
  const redis = app.get(RedisService, { strict: false });
  await redis.whenReady(READY_TIMEOUT_MS);
  return {
    sales: app.get(SalesService, { strict: false }),
    saleCache: app.get(SaleCache, { strict: false }),
    drafts: app.get(SaleDrafts, { strict: false }),
    settings: app.get(SaleSettings, { strict: false }),
    epochs: app.get(EpochService, { strict: false }),
    draws: app.get(DrawService, { strict: false }),
    lineFigures: app.get(FiguresService, { strict: false }),
    joins: app.get(JoinService, { strict: false }),
    placeIdentity: app.get(PlaceIdentity, { strict: false }),
    places: app.get(PlaceService, { strict: false }),
    admissions: app.get(AdmissionService, { strict: false }),
    inventory: app.get(StockService, { strict: false }),
    prisma: app.get(PrismaService, { strict: false }),
    redis,
    board: app.get(SnapshotBoard, { strict: false }),
    repository: app.get(SalesRepository, { strict: false }),
    life: app.get(SaleLife, { strict: false }),
    scheduler: app.get(SchedulerTask, { strict: false }),
    conductor: app.get(ConductorTask, { strict: false }),
    conducted: app.get(ConductedSales, { strict: false }),
    work: app.get(SaleWork, { strict: false }),
    pulse: app.get(Pulse, { strict: false }),
    beacons: app.get(BeaconSource, { strict: false }),
    egress: app.get(EgressService, { strict: false }),
    close: () => app.close(),
  };
}

let made = 0;
const at = (ms: number): string => new Date(ms).toISOString();

/** A sale whose prequeue opens in one minute and which opens in two, by the hand clock. */
export function saleInput(changes: Record<string, unknown> = {}): SaleInput {
  made += 1;
  return plainToInstance(SaleInput, {
    slug: `sale-${made}-${process.pid}`,
    name: 'Arena night',
    currency: 'EUR',
    show: { name: 'The Show', venue: 'The Arena', startsAt: at(NOW + 1e9), timeZone: 'Europe/Berlin' },
    prequeueAt: at(NOW + MINUTE),
    opensAt: at(NOW + 2 * MINUTE),
    challenge: 'off',
    ticketTypes: [{ name: 'Standing', admission: 'general', price: 4500, capacity: 100 }],
    policy: { cap: 20, perMinute: 6_000 },
    ...changes,
  });
}

export const past = { prequeueAt: at(NOW - 2 * MINUTE), opensAt: at(NOW - MINUTE) };

export async function createSale(node: SalesNode, changes: Record<string, unknown> = {}): Promise<SaleView> {
  const result = await node.drafts.create(saleInput(changes));
  if (result.kind !== 'created') throw new Error(JSON.stringify(result));
  return result.sale;
}

export async function publishSale(node: SalesNode, changes: Record<string, unknown> = {}): Promise<SaleView> {
  const { id } = await createSale(node, changes);
  const result = await node.sales.publish(id);
  if (result.kind !== 'moved') throw new Error(JSON.stringify(result));
  return result.sale;
}

/** Runs the conductor's once-a-second check of a sale, without its loop. */
export async function lookAt(node: SalesNode, saleId: string): Promise<void> {
  const view = await node.saleCache.byId(saleId);
  const figures = await node.lineFigures.of(saleId);
  if (view && figures) await node.work.look(view, figures);
}

/** Returns the events sent to partners about a sale, in order. */
export async function toldOf(node: SalesNode, saleId: string): Promise<string[]> {
  const rows = await node.prisma.outbox.findMany({ where: { saleId }, orderBy: { id: 'asc' } });
  return rows.map(({ type }) => type);
}

export const never = new AbortController().signal;
