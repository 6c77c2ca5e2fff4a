import type {
  HoldItem,
  HoldPermit,
  HoldRequest,
  HoldResult,
  HoldTerms,
} from '../../../src/inventory/holds/hold.types.js';
import type { OrderUnit, StockFigures } from '../../../src/inventory/inventory.types.js';
import type { MapRow, SeatMapDocument } from '../../../src/contract/stock/seat-map-shapes.js';
import { layHouse } from '../../../src/inventory/seats/house.rules.js';
import { AvailabilityAnnouncer } from '../../../src/inventory/availability/availability-announcer.js';
import { AvailabilityService } from '../../../src/inventory/availability/availability.service.js';
import { AvailabilityStore } from '../../../src/inventory/availability/availability.store.js';
import { Channels } from '../../../src/inventory/channels/channels.service.js';
import { HoldStore } from '../../../src/inventory/holds/hold.store.js';
import { RebuildStore } from '../../../src/inventory/rebuild/rebuild.store.js';
import { StockChangesRepository } from '../../../src/inventory/stock/changes.repository.js';
import { StockChanges } from '../../../src/inventory/stock/stock-changes.service.js';
import { StockStore } from '../../../src/inventory/stock/stock.store.js';
import { BestSeats } from '../../../src/inventory/seats/best-seats.js';
import { StockHolds } from '../../../src/inventory/holds/stock-holds.service.js';
import { InventoryRepository } from '../../../src/inventory/inventory.repository.js';
import { inventoryScripts, type ScriptName } from '../../../src/inventory/inventory.scripts.js';
import { StockService } from '../../../src/inventory/stock/stock.service.js';
import { StockRebuild } from '../../../src/inventory/rebuild/stock-rebuild.service.js';
import { InventoryStore, stockKeys } from '../../../src/inventory/inventory.store.js';
import { SeatLayouts } from '../../../src/inventory/seats/seat-layouts.js';
import { type Clock, SystemClock } from '../../../src/platform/clock/clock.js';
import { Config } from '../../../src/platform/config/config.js';
import { readSettings } from '../../../src/platform/config/settings.js';
import { newId } from '../../../src/platform/ids.js';
import { NewsService } from '../../../src/platform/news/news.service.js';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import { Keys } from '../../../src/platform/redis/keys.js';
import { RedisService } from '../../../src/platform/redis/redis.service.js';
import { Tokens } from '../../../src/platform/tokens/tokens.js';
import { freshDatabase, sharedRedisUrl } from '../../support/services.js';

export type Mutations = Partial<Record<ScriptName, (source: string) => string>>;

export interface TypeDraft {
  name: string;
  maxPerFan?: number;
  priceMinor?: number;
  /** General admission: the capacity. */
  capacity?: number;
  /** Reserved seats: the sections. */
  sections?: string[];
}

export const HOLD_MS = 60_000;
export const ABSOLUTE_MS = 90_000;
const FAR_AHEAD_MS = 4_000_000_000_000;

export interface HouseNode {
  holds: StockHolds;
  stock: StockService;
  channels: Channels;
  rebuilds: StockRebuild;
  availability: AvailabilityService;
  announcer: AvailabilityAnnouncer;
  changes: StockChanges;
  changesRepository: StockChangesRepository;
  stockStore: StockStore;
  layouts: SeatLayouts;
}

/** Reads the house before every proposal, so that it always proposes the best available seats. */
class FreshBestSeats extends BestSeats {
  protected override readonly believedMs = 0;
}

class MutatedStore extends InventoryStore {
  constructor(redis: RedisService, mutations: Mutations) {
    super(redis);
    Object.assign(this, { scripts: inventoryScripts(mutations) });
  }
}

/** The inventory's services over real Redis and Postgres, without an application. */
export class Services {
  private constructor(
    readonly redis: RedisService,
    readonly prisma: PrismaService,
    readonly news: NewsService,
    private readonly tokens: Tokens,
  ) {}

  static async start(): Promise<Services> {
    const config = new Config(
      readSettings({
        ROPELINE_DEMO: 'true',
        DATABASE_URL: await freshDatabase(),
        REDIS_URL: await sharedRedisUrl(),
        ROPELINE_SECRET: 's'.repeat(32),
        STRIPE_WEBHOOK_SECRET: 'whsec_x',
      }),
    );
    const redis = new RedisService(config);
    await redis.whenReady(5_000);
    return new Services(redis, new PrismaService(config), new NewsService(redis), new Tokens(config));
  }

  async stop(): Promise<void> {
    this.news.onApplicationShutdown();
    this.redis.onApplicationShutdown();
    await this.prisma.onApplicationShutdown();
  }

  /** Creates a node that shares nothing with others but the servers. */
  node(
    mutations: Mutations = {},
    clock: Clock = new SystemClock(),
    bestOf = (store: HoldStore): BestSeats => new FreshBestSeats(store),
  ): HouseNode {
    const store = new MutatedStore(this.redis, mutations);
    const repository = new InventoryRepository(this.prisma);
    const layouts = new SeatLayouts(repository, clock);
    const shown = new AvailabilityStore(store);
    const availability = new AvailabilityService(shown, layouts, clock);
    const announcer = new AvailabilityAnnouncer(shown, layouts, availability, this.news);
    const holdStore = new HoldStore(store);
    const holds = new StockHolds(holdStore, layouts, this.tokens, bestOf(holdStore), announcer);
    const stockStore = new StockStore(store);
    const stock = new StockService(stockStore, repository, layouts, announcer);
    const changesRepository = new StockChangesRepository(this.prisma);
    const changes = new StockChanges(changesRepository, stockStore, layouts, announcer);
    const rebuilding = new RebuildStore(store, stockStore);
    const rebuilds = new StockRebuild(rebuilding, repository, layouts, changes, announcer);
    const channels = new Channels(changes, changesRepository, stock, layouts, holdStore);
    return {
      holds,
      stock,
      changes,
      channels,
      rebuilds,
      availability,
      announcer,
      changesRepository,
      stockStore,
      layouts,
    };
  }
}

/** One sale with stock, whose sale time stands still until the test moves it. */
export class House {
  epoch = 1;
  now = 1_000_000;
  readonly terms = new Map<string, HoldTerms>();
  readonly types = new Map<string, string>();
  private readonly pools = new Map<string, string>();
  private calls = 0;

  private constructor(
    readonly services: Services,
    readonly saleId: string,
    readonly announcer: AvailabilityAnnouncer,
    readonly node: HouseNode,
  ) {}

  static async open(
    services: Services,
    types: TypeDraft[],
    map: SeatMapDocument | null = null,
    mutations: Mutations = {},
    node: HouseNode = services.node(mutations),
  ): Promise<House> {
    const { announcer } = node;
    const house = new House(services, newId('sale'), announcer, node);
    const drafts = types.map((type) => ({
      id: newId('tt'),
      admission: type.sections ? ('reserved' as const) : ('general' as const),
      capacity: type.capacity,
      sections: type.sections ?? [],
    }));
    const created = await node.stock.create(house.saleId, drafts, map && layHouse(map));
    if (created.kind === 'invalid') throw new Error(JSON.stringify(created.errors));
    types.forEach(({ name, priceMinor = 4500, maxPerFan = 4 }, i) => {
      const { id = '', admission = 'general' } = drafts[i] ?? {};
      house.pools.set(name, created.pools.get(id) ?? '');
      house.terms.set(id, {
        name,
        admission,
        priceMinor,
        fee: null,
        tax: null,
        min: 1,
        multiple: 1,
        maxPerFan,
      });
      house.types.set(name, id);
    });
    await house.rebuild([]);
    return house;
  }

  get stamp() {
    return { epoch: this.epoch, runId: this.services.redis.runId(this.saleId) ?? '' };
  }

  type(name: string): string {
    const id = this.types.get(name);
    if (!id) throw new Error(`no ticket type ${name}`);
    return id;
  }

  /** Returns a ticket type's public pool. */
  pool(name: string): string {
    const id = this.pools.get(name);
    if (!id) throw new Error(`no pool of ${name}`);
    return id;
  }

  /** Rebuilds as the queue does: closed, rebuilt, opened under the next epoch. */
  async rebuild(committed: Parameters<StockRebuild['run']>[2]): Promise<Awaited<ReturnType<StockRebuild['run']>>> {
    await this.close();
    const report = await this.node.rebuilds.run(this.saleId, this.epoch, committed);
    await this.services.redis.core.hdel(Keys.sale(this.saleId), 'rebuilding');
    await this.services.redis.core.hset(Keys.sale(this.saleId), { ...this.stamp, state: 'on_sale' });
    return report;
  }

  /** Closes the sale for the rebuild of the next epoch. */
  async close(): Promise<void> {
    this.epoch += 1;
    await this.services.redis.core.hdel(Keys.sale(this.saleId), 'epoch', 'runId');
    await this.services.redis.core.hset(Keys.sale(this.saleId), { rebuilding: this.epoch });
    await this.setNow(this.now);
  }

  /** Forgets the stock as a lost Redis does. @param holds endings of the keys of what is remembered one by one */
  async loseStock(holds: readonly string[]): Promise<void> {
    const [, ...keys] = stockKeys(this.saleId);
    const prefix = keys[8] ?? '';
    for (const key of [...keys.slice(0, 8), ...holds.map((id) => prefix + id)]) await this.services.redis.core.del(key);
  }

  async setNow(now: number): Promise<void> {
    this.now = now;
    // a last tick in the future counts as no elapsed time, so that sale time is exactly what the test sets
    await this.services.redis.core.hset(Keys.sale(this.saleId), { saleMs: now, lastTick: FAR_AHEAD_MS });
  }

  async setState(state: string): Promise<void> {
    await this.services.redis.core.hset(Keys.sale(this.saleId), { state });
  }

  /** Admits the fan, or renews the admission. */
  async permit(fan: string, deadline = this.now + 600_000, limit = deadline + 600_000, since = 0): Promise<HoldPermit> {
    return await this.permitFor(fan, `adm-${fan}`, { deadline, limit, since });
  }

  /** Admits the fan by the admission of this name. */
  async permitFor(
    fan: string,
    member: string,
    given: { deadline?: number; limit?: number; since?: number } = {},
  ): Promise<HoldPermit> {
    const { deadline = this.now + 600_000, limit = deadline + 600_000, since = 0 } = given;
    const keys = [Keys.active(this.saleId), Keys.admission(this.saleId)] as const;
    await this.services.redis.core.zadd(keys[0], 'NX', deadline, member);
    await this.services.redis.core.hset(keys[1], member, JSON.stringify({ lane: 'general', fan, limit, since }));
    return { keys, member, fanKey: fan, admissionId: member };
  }

  async hold(fan: string, items: HoldItem[], more: Partial<HoldRequest> = {}): Promise<HoldResult> {
    return await this.node.holds.hold({
      saleId: this.saleId,
      stamp: this.stamp,
      permit: more.permit ?? (await this.permit(fan)),
      idempotencyKey: `key-${(this.calls += 1)}`,
      bodyHash: JSON.stringify(items),
      items,
      terms: this.terms,
      currency: 'EUR',
      holdMs: HOLD_MS,
      absoluteMs: ABSOLUTE_MS,
      most: null,
      ...more,
    });
  }

  /** Holds as a partner does: from stock of no other channel, without an admission. */
  async holdAllocation(seller: string, items: HoldItem[]): Promise<HoldResult> {
    return await this.node.holds.holdAllocation({
      ...{ saleId: this.saleId, stamp: this.stamp, items, terms: this.terms, currency: 'EUR', holdMs: HOLD_MS },
      ...{ idempotencyKey: `key-${(this.calls += 1)}`, bodyHash: JSON.stringify(items) },
      ...{ channel: 'public', sellerKey: `partner:${seller}` },
    });
  }

  /** Holds and returns the hold; fails the test on refusal. */
  async held(fan: string, items: HoldItem[], more: Partial<HoldRequest> = {}) {
    const result = await this.hold(fan, items, more);
    if (result.kind !== 'held') throw new Error(`not held: ${JSON.stringify(result)}`);
    return result.hold;
  }

  async swap(fan: string, holdId: string, items: HoldItem[], idempotencyKey: string | null = null) {
    const permit = await this.permit(fan);
    return await this.node.holds.swap({
      saleId: this.saleId,
      stamp: this.stamp,
      permit,
      holdId,
      items,
      terms: this.terms,
      currency: 'EUR',
      idempotencyKey,
      most: null,
      absoluteMs: ABSOLUTE_MS,
    });
  }

  /** Ends the fan's admission unless there are units besides those bought. */
  finish(fan: string, bought: number) {
    const keys = [Keys.active(this.saleId), Keys.admission(this.saleId)] as const;
    const { saleId, stamp } = this;
    const ticketTypeIds = [...this.types.values()];
    const permit = { keys, member: `adm-${fan}` };
    return this.node.stock.finishPermit({ saleId, stamp, permit, fanKey: fan, bought, ticketTypeIds });
  }

  /** Ends the admission as the queue's beat does on expiry. */
  async endAdmission(fan: string): Promise<void> {
    await this.services.redis.core.zrem(Keys.active(this.saleId), `adm-${fan}`);
  }

  /** Swaps without renewing the fan's admission. */
  swapAs(fan: string, holdId: string, items: HoldItem[]) {
    const keys = [Keys.active(this.saleId), Keys.admission(this.saleId)] as const;
    const permit = { keys, member: `adm-${fan}`, fanKey: fan, admissionId: `adm-${fan}` };
    const { saleId, stamp, terms } = this;
    return this.node.holds.swap({
      saleId,
      stamp,
      permit,
      holdId,
      items,
      terms,
      currency: 'EUR',
      most: null,
      absoluteMs: ABSOLUTE_MS,
    });
  }

  /** Releases returning stock at once. */
  async fresh(): Promise<Record<string, never>> {
    await this.setNow(this.now + 4_000);
    await this.services.redis.core.hdel(
      Keys.fanUnits(this.saleId),
      ...['ann'].map((fan) => `${fan}|${this.type('Seated')}|since`),
    );
    await this.expireDue();
    return {};
  }

  release(fan: string, holdId: string) {
    return this.node.holds.release(this.saleId, this.stamp, holdId, fan);
  }
  async extend(fan: string, holdId: string, permit?: HoldPermit) {
    return await this.node.holds.extend(this.saleId, this.stamp, holdId, permit ?? (await this.permit(fan)));
  }
  commit(fan: string, holdId: string, orderId: string, revision = 0) {
    return this.node.holds.commit(this.saleId, this.stamp, holdId, fan, orderId, revision);
  }
  releaseOrder(orderId: string) {
    return this.node.stock.releaseOrder(this.saleId, orderId);
  }
  shrinkOrder(orderId: string, kept: readonly OrderUnit[]) {
    return this.node.stock.shrinkOrder(this.saleId, orderId, kept);
  }
  reactivate(orderId: string) {
    return this.node.stock.reactivate(this.saleId, orderId);
  }
  async expireDue(limit = 500, lineWaits = false): Promise<number> {
    return (await this.node.stock.sweep(this.saleId, this.stamp, limit, lineWaits))?.ended ?? 0;
  }
  read(fan: string, holdId: string) {
    return this.node.holds.getHold(this.saleId, holdId, fan);
  }

  /** Advances past every hold's deadline and every returned unit's delay. */
  async lapseAll(): Promise<void> {
    await this.setNow(this.now + ABSOLUTE_MS);
    while ((await this.expireDue()) > 0) await this.setNow(this.now + 4_000);
  }

  async figures(): Promise<StockFigures> {
    const figures = await this.node.stock.figures(this.saleId, { recount: true });
    if (!figures) throw new Error('Redis is away');
    return figures;
  }

  /** Returns free, held, committed, returning and withdrawn of a ticket type's public stock. */
  async counts(name: string) {
    const pool = (await this.figures()).pools.find(({ poolId }) => poolId === this.pool(name));
    if (!pool) throw new Error(`no pool of ${name}`);
    const { free, held, committed, returning, withdrawn } = pool;
    return { free, held, committed, returning, withdrawn };
  }

  /** Returns the seats by state. */
  async seats(section: string): Promise<Record<string, string>> {
    const shape = await this.node.availability.section(this.saleId, section);
    return Object.fromEntries((shape?.seats ?? []).map(({ id, state }) => [id, state]));
  }

  /** Returns everything Redis stores for the sale, for tests that assert nothing changed. */
  async dump(): Promise<Record<string, unknown>> {
    const { core } = this.services.redis;
    const [, stock = '', deadlines = '', returning = '', owners = '', fans = '', orders = ''] = stockKeys(this.saleId);
    return {
      // a background delta may advance these between two dumps
      stock: { ...(await core.hgetall(stock)), version: null, deltaAt: null },
      deadlines: await core.zrange(deadlines, 0, '-1', 'WITHSCORES'),
      returning: await core.zrange(returning, 0, '-1', 'WITHSCORES'),
      owners: await core.hgetall(owners),
      fans: await core.hgetall(fans),
      orders: await core.hgetall(orders),
    };
  }

  async admissionDeadline(fan: string): Promise<number> {
    return Number(await this.services.redis.core.zscore(Keys.active(this.saleId), `adm-${fan}`));
  }
}

export const rows = (...sizes: number[]): MapRow[] => sizes.map((seats, i) => ({ label: String(i + 1), seats }));
