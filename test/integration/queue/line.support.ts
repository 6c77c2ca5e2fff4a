import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { Test } from '@nestjs/testing';
import type { SaleState } from '../../../src/contract/sale/sale-shapes.js';
import { PlatformModule } from '../../../src/platform/platform.module.js';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import { Keys } from '../../../src/platform/redis/keys.js';
import { RedisService } from '../../../src/platform/redis/redis.service.js';
import { AdmissionService } from '../../../src/queue/admission/admission.service.js';
import { GroupService } from '../../../src/queue/places/group.service.js';
import { HandoffService } from '../../../src/queue/places/handoff.service.js';
import { PlaceService } from '../../../src/queue/places/place.service.js';
import { QueueTasksModule } from '../../../src/queue/queue.tasks.module.js';
import { EndedAdmissions } from '../../../src/queue/passes/ended-admissions.service.js';
import { PassesService } from '../../../src/queue/passes/passes.service.js';
import { QueueRepository } from '../../../src/queue/queue.repository.js';
import { DrawService } from '../../../src/queue/draw/draw.service.js';
import { EpochGuard } from '../../../src/queue/line/epoch-guard.service.js';
import { EpochService } from '../../../src/queue/line/epoch.service.js';
import { FiguresService } from '../../../src/queue/line/figures.service.js';
import { GuardedJoins } from '../../../src/queue/entry/guarded-joins.js';
import { JoinService } from '../../../src/queue/places/join.service.js';
import { PlaceIdentity } from '../../../src/queue/places/place-identity.service.js';
import { ClaimService } from '../../../src/queue/admission/claim.service.js';
import type { QueueSetup } from '../../../src/queue/queue.types.js';
import { Reservations } from '../../../src/queue/line/reservations.service.js';
import { ProgressTask } from '../../../src/queue/line/progress.task.js';
import { testConfig, testSecret } from '../../support/app.js';
import { specLogger } from '../../support/spec-log.js';

const READY_TIMEOUT_MS = 5_000;

/** One node's queue services without controllers; its tasks run only when the spec triggers them. */
export interface QueueNode {
  epochs: EpochService;
  epochGuard: EpochGuard;
  draws: DrawService;
  lineFigures: FiguresService;
  joins: JoinService;
  guardedJoins: GuardedJoins;
  placeIdentity: PlaceIdentity;
  claims: ClaimService;
  admissions: AdmissionService;
  places: PlaceService;
  handoffs: HandoffService;
  groups: GroupService;
  passes: PassesService;
  endings: EndedAdmissions;
  redis: RedisService;
  prisma: PrismaService;
  reservations: Reservations;
  progress: ProgressTask;
  repository: QueueRepository;
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

export async function startQueueNode(terms: Installation): Promise<QueueNode> {
  const app = await Test.createTestingModule({
    imports: [PlatformModule.with(testConfig(terms)), QueueTasksModule],
  })
    .setLogger(specLogger)
    .compile();
  const redis = app.get(RedisService, { strict: false });
  await redis.whenReady(READY_TIMEOUT_MS);
  return {
    epochs: app.get(EpochService, { strict: false }),
    epochGuard: app.get(EpochGuard, { strict: false }),
    draws: app.get(DrawService, { strict: false }),
    lineFigures: app.get(FiguresService, { strict: false }),
    joins: app.get(JoinService, { strict: false }),
    guardedJoins: app.get(GuardedJoins, { strict: false }),
    placeIdentity: app.get(PlaceIdentity, { strict: false }),
    claims: app.get(ClaimService, { strict: false }),
    admissions: app.get(AdmissionService, { strict: false }),
    places: app.get(PlaceService, { strict: false }),
    handoffs: app.get(HandoffService, { strict: false }),
    groups: app.get(GroupService, { strict: false }),
    passes: app.get(PassesService, { strict: false }),
    endings: app.get(EndedAdmissions, { strict: false }),
    redis,
    prisma: app.get(PrismaService, { strict: false }),
    reservations: app.get(Reservations, { strict: false }),
    progress: app.get(ProgressTask, { strict: false }),
    repository: app.get(QueueRepository, { strict: false }),
    close: () => app.close(),
  };
}

export const newSaleId = (): string => `sale_${randomBytes(6).toString('hex')}`;

export function setupOf(
  saleId: string,
  change: Partial<QueueSetup['policy']> = {},
  state: SaleState = 'prequeue',
): QueueSetup {
  return {
    saleId,
    slug: `slug-of-${saleId}`,
    state,
    beacon: false,
    lanes: [{ key: 'general', label: 'General', weight: 1, access: 'open' }],
    policy: {
      cap: 50,
      perMinute: 60_000,
      graceSeconds: 15,
      claimMinutes: 10,
      shopMinutes: 10,
      holdMinutes: 8,
      payMinutes: 10,
      idleMinutes: 3,
      groupMax: 4,
      handoff: 'once',
      stepUp: 'observe',
      ramp: null,
      ...change,
    },
    policyVersion: 1,
    opensAt: new Date().toISOString(),
  };
}

/** Publishes a line as sales does: rows, epoch, open. */
export async function publish({ draws, epochs }: QueueNode, setup: QueueSetup): Promise<void> {
  await draws.commit(setup);
  await rebuild({ epochs }, setup);
}

export async function rebuild({ epochs }: Pick<QueueNode, 'epochs'>, setup: QueueSetup): Promise<number> {
  const epoch = await epochs.begin(setup.saleId);
  await epochs.restore(setup, epoch);
  await epochs.open(setup.saleId, epoch);
  return epoch;
}

/** Draws and opens the sale, and skips the pause after the draw. */
export async function open(node: QueueNode, saleId: string): Promise<void> {
  await node.draws.fix(saleId);
  await node.epochs.setState(saleId, 'on_sale');
  await skipQuiet(node, saleId);
}

export async function skipQuiet({ redis }: QueueNode, saleId: string): Promise<void> {
  await redis.core.hset(Keys.sale(saleId), 'quietUntil', 0);
}

/** Reports ample stock and healthy payments. */
export async function reportWell({ lineFigures }: QueueNode, saleId: string): Promise<void> {
  await lineFigures.report(saleId, 'stock', { free: 1_000_000, held: 0 });
  await lineFigures.report(saleId, 'checkout', {
    payments: 'healthy',
    downForMs: 0,
    successRate: 1,
    p95Ms: 100,
    meanBasket: 2,
  });
}

/** Advances sale time without waiting, by setting the tick's clock back, at most a second per tick. */
export async function passTime(node: QueueNode, saleId: string, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 1_000) {
    const step = Math.min(1_000, left);
    const lastTick = Number(await node.redis.core.hget(Keys.sale(saleId), 'lastTick'));
    await node.redis.core.hset(Keys.sale(saleId), 'lastTick', lastTick - Math.max(step, 250));
    await node.admissions.tick(saleId);
  }
}

/** Advances sale time in one jump, without the ticks in between. */
export async function jump({ redis }: QueueNode, saleId: string, ms: number): Promise<void> {
  await redis.core.hincrby(Keys.sale(saleId), 'saleMs', ms);
}

export async function joinMany(
  { joins }: QueueNode,
  saleId: string,
  count: number,
  lane = 'general',
): Promise<string[]> {
  const results = await Promise.all(Array.from({ length: count }, () => joins.join(saleId, { lane })));
  return results.map((result) => {
    if (result.kind !== 'taken') throw new Error(`a join was answered ${result.kind}`);
    return result.placeToken;
  });
}

export async function positionOf({ placeIdentity }: QueueNode, placeToken: string): Promise<number> {
  const place = placeIdentity.read(placeToken);
  const position = place && (await placeIdentity.positionOf(place.saleId, place.lane, place.number));
  if (position === null) throw new Error('no position');
  return position;
}

/** Ticks until the fan is called, then claims. */
export async function admit(
  node: QueueNode,
  saleId: string,
  placeToken: string,
): Promise<{ pass: string; admissionEndsAt: string }> {
  for (let n = 0; n < 20; n += 1) {
    const result = await node.claims.claim(placeToken);
    if (result.kind === 'admitted') return result;
    if (result.kind !== 'NOT_YET') throw new Error(`a claim was answered ${result.kind}`);
    await node.redis.core.del(Keys.placeCalls(saleId, 'general', String(numberOf(node, placeToken)), 'claim'));
    await passTime(node, saleId, 250);
  }
  throw new Error('was never called');
}

export function numberOf({ placeIdentity }: QueueNode, placeToken: string): number {
  const place = placeIdentity.read(placeToken);
  if (!place) throw new Error('no place');
  return place.number;
}
