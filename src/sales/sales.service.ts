import type { NoticeInput } from './catalogue/notice-input.types.js';
import { Injectable } from '@nestjs/common';
import type { FieldError } from '../contract/errors.js';
import type { SaleChangeShape } from '../contract/sale-change-shapes.js';
import type { SaleState } from '../contract/shapes.js';
import { InventoryService } from '../inventory/inventory.service.js';
import { readSeatMap } from '../inventory/seats/seat-map.rules.js';
import { SaleMapsService } from '../inventory/seats/sale-maps.service.js';
import { SeatMapsService } from '../inventory/seats/seat-maps.service.js';
import { Clock } from '../platform/clock/clock.js';
import { Mailer } from '../platform/mail/mailer.service.js';
import { NewsService } from '../platform/news/news.service.js';
import { QueueAwayError } from '../queue/queue.errors.js';
import { QueueService } from '../queue/queue.service.js';
import type { ChallengeMode, QueueSetup } from '../queue/queue.types.js';
import { ConductedSales } from './conductor/conducted-sales.js';
import { changedColumns } from './catalogue/sale-change.rules.js';
import { SaleCache } from './catalogue/sale-cache.js';
import type { BrandingInput } from './catalogue/branding-input.types.js';
import {
  type PlanResult,
  planSale,
  policyWith,
  rampErrors,
  type SalePlan,
  stockTypeOf,
  timeErrors,
} from './catalogue/sale-input.rules.js';
import type { PolicyChangeInput, SaleChangeInput, SaleInput } from './catalogue/sale-input.types.js';
import { type MoveResult, SaleLife, setupOf } from './life/sale-life.js';
import { SalesRepository, type WriteStock } from './catalogue/sales.repository.js';
import type { SalesPage, SaleView } from './sales.types.js';
import { viewOf } from './catalogue/sale-view.rules.js';
import { presentInput } from './catalogue/present-input.rules.js';
import { Pictures } from './pictures/pictures.service.js';

export type CreateResult =
  | { kind: 'created'; sale: SaleView }
  | { kind: 'slug_taken' }
  | { kind: 'invalid'; errors: FieldError[] }
  | { kind: 'not_supported'; detail: string };

export type ChangeResult =
  | { kind: 'changed'; sale: SaleView }
  | { kind: 'not_found' }
  | { kind: 'invalid'; errors: FieldError[] }
  | { kind: 'not_supported'; detail: string }
  /** Not allowed in the sale's current state. */
  | { kind: 'refused'; state: SaleState }
  /** Changed concurrently; reload and retry. */
  | { kind: 'conflict' };

export type ExtendResult =
  | { kind: 'extended'; sale: SaleView }
  | { kind: 'not_found' }
  | { kind: 'refused'; state: SaleState }
  /** Deadlines can be extended by at most one day in total. */
  | { kind: 'too_far' }
  | { kind: 'away' };

export type ReplaceResult = ChangeResult | { kind: 'slug_taken' };

/** `fixed`: the change exceeds what is allowed while the sale is published. */
export type SeatMapChange = ReplaceResult | { kind: 'fixed'; detail: string };

export type RemoveResult =
  | { kind: 'removed' }
  | { kind: 'not_found' }
  | { kind: 'refused'; state: SaleState }
  | { kind: 'conflict' };

const MINUTE_MS = 60_000;

/** Facade of the sales room: other rooms read sales here, and the promoter's panel changes them here. */
@Injectable()
export class SalesService {
  // exceeds the limit of six dependencies: facade of the room
  constructor(
    private readonly cache: SaleCache,
    private readonly sales: SalesRepository,
    private readonly life: SaleLife,
    private readonly inventory: InventoryService,
    private readonly news: NewsService,
    private readonly clock: Clock,
    private readonly conducted: ConductedSales,
    private readonly mail: Mailer,
    private readonly queue: QueueService,
    private readonly seatMaps: SeatMapsService,
    private readonly saleMaps: SaleMapsService,
    private readonly pictures: Pictures,
  ) {}

  /** Returns changes made after publishing that affect fans, newest first. */
  async changesOf(saleId: string): Promise<SaleChangeShape[]> {
    return await this.cache.changesOf(saleId);
  }

  /** Returns a sale, drafts included, at most one second stale; null if there is none. */
  async saleById(id: string): Promise<SaleView | null> {
    return await this.cache.byId(id);
  }

  async saleBySlug(slug: string): Promise<SaleView | null> {
    return await this.cache.bySlug(slug);
  }

  /** Returns published sales that are not closed, or were closed less than a minute ago. */
  async liveSales(): Promise<SaleView[]> {
    return await this.cache.live();
  }

  /** Calls `listener` when a sale changes, here or on another node; the returned function unsubscribes. */
  onChange(listener: () => void): () => void {
    return this.cache.onChange(listener);
  }

  /** Returns the awake sales conducted by this node; per-second work is done for these. */
  awakeSales(): SaleView[] {
    return this.conducted.awake();
  }

  /** Returns the time since this node sent the last snapshot of a sale it conducts; null if it never did. */
  snapshotAgeMs(saleId: string): number | null {
    return this.conducted.snapshotAgeMs(saleId);
  }

  /** Registers a preparation to run, within a short time limit, before the first tick of a sale that wakes. */
  beforeFirstTick(preparation: (saleId: string) => Promise<void>): void {
    this.conducted.beforeFirstTick(preparation);
  }

  /** Asks the node that leads the sale to conduct it now. */
  async wake(saleId: string): Promise<void> {
    await this.conducted.wake(saleId);
  }

  /** Returns a page of sales for their promoter, drafts included, uncached; live sales come first. */
  async page(page: SalesPage): Promise<SaleView[]> {
    return (await this.sales.page(page)).map(viewOf);
  }

  /** Returns the body that would create the sale as it is now; null for an unknown sale. */
  async input(saleId: string): Promise<SaleInput | null> {
    const [row, made, pools] = await Promise.all([
      this.sales.byId(saleId),
      this.sales.input(saleId),
      this.inventory.pools(saleId),
    ]);
    if (!row || made === null) return null;
    const capacities = new Map<string, number>();
    for (const { ticketTypeId, capacity } of pools)
      capacities.set(ticketTypeId, (capacities.get(ticketTypeId) ?? 0) + capacity);
    const { pictureId, logoId, accent } = row;
    return presentInput(made, { view: viewOf(row), branding: { pictureId, logoId, accent }, capacities });
  }

  /** Returns what queue and recovery need to build the line; null for an unknown sale. Reads Postgres. */
  async setup(saleId: string): Promise<QueueSetup | null> {
    const row = await this.sales.byId(saleId);
    return row ? setupOf(viewOf(row)) : null;
  }

  /** Creates a draft with its stock in one transaction. Single fields were validated by the DTO. */
  async create(input: SaleInput): Promise<CreateResult> {
    const result = await this.planned(input);
    if (result.kind !== 'planned') return result;
    const saleId = await this.sales.insert(result.plan, input, this.stockOf(result.plan));
    if (saleId === null) return { kind: 'slug_taken' };
    this.cache.dropAll();
    return { kind: 'created', sale: await this.fresh(saleId) };
  }

  /** Replaces a draft entirely; omitted fields get their defaults. Its id stays. */
  async replace(saleId: string, input: SaleInput): Promise<ReplaceResult> {
    const row = await this.sales.byId(saleId);
    if (!row) return { kind: 'not_found' };
    const { state } = viewOf(row);
    if (state !== 'draft') return { kind: 'refused', state };
    const result = await this.planned(input);
    if (result.kind !== 'planned') return result;
    const write = this.stockOf(result.plan);
    const replaced = await this.sales.replace(saleId, result.plan, input, async (tx, id, types) => {
      await this.inventory.removeStock(id, tx);
      return await write(tx, id, types);
    });
    this.cache.dropAll();
    if (replaced === null) return { kind: 'slug_taken' };
    return replaced ? { kind: 'changed', sale: await this.fresh(saleId) } : { kind: 'conflict' };
  }

  /**
   * Replaces a draft's seat map, keeping its ticket types. Once published, only the drawing and names of the same seats
   * may change.
   */
  async setSeatMap(saleId: string, document: object): Promise<SeatMapChange> {
    const row = await this.sales.byId(saleId);
    if (!row) return { kind: 'not_found' };
    const { state } = viewOf(row);
    if (state === 'draft') {
      const input = (await this.sales.input(saleId)) as SaleInput | null;
      if (input) return await this.replace(saleId, { ...input, seatMap: document, seatMapId: null });
    }
    const read = readSeatMap(document);
    if (read.kind === 'invalid') return read;
    if (state === 'closed') return { kind: 'refused', state };
    const result = await this.saleMaps.redraw(saleId, read.house);
    if (result.kind !== 'redrawn') return result;
    await this.news.publish<'sale', 'changed'>(`sale:${saleId}`, 'changed', { what: 'sale' });
    return { kind: 'changed', sale: await this.fresh(saleId) };
  }

  /** Deletes a draft and frees its slug; published sales cannot be deleted. */
  async removeDraft(saleId: string): Promise<RemoveResult> {
    const row = await this.sales.byId(saleId);
    if (!row) return { kind: 'not_found' };
    const { state } = viewOf(row);
    if (state !== 'draft') return { kind: 'refused', state };
    const removed = await this.sales.removeDraft(saleId, async (tx) => {
      await this.inventory.removeStock(saleId, tx);
    });
    this.cache.dropAll();
    return removed ? { kind: 'removed' } : { kind: 'conflict' };
  }

  /** A sale that is over by a slip cannot be opened again, so a time in the past never ends one. */
  private closingErrors({ state }: SaleView, { closesAt }: SaleChangeInput): FieldError[] {
    if (state === 'draft' || !closesAt || Date.parse(closesAt) > this.clock.nowMs()) return [];
    return [{ field: 'closesAt', message: 'must be in the future; to end the sale now, close it' }];
  }

  /** Changes what the sale page shows; moving a time that has already passed is refused. */
  async update(saleId: string, input: SaleChangeInput): Promise<ChangeResult> {
    const row = await this.sales.byId(saleId);
    if (!row) return { kind: 'not_found' };
    const view = viewOf(row);
    if (view.state === 'closed' || crossed(view, input)) return { kind: 'refused', state: view.state };
    const times = {
      prequeueAt: input.prequeueAt ?? view.prequeueAt,
      opensAt: input.opensAt ?? view.opensAt,
      closesAt: input.closesAt === undefined ? view.closesAt : input.closesAt,
    };
    const errors = [
      ...timeErrors(times),
      ...this.closingErrors(view, input),
      ...(await this.pictureErrors(input.branding)),
    ];
    if (errors.length > 0) return { kind: 'invalid', errors };
    const moving = { opensAt: times.opensAt !== view.opensAt, prequeueAt: times.prequeueAt !== view.prequeueAt };
    const now = new Date(this.clock.nowMs());
    const changed = await this.sales.change(saleId, view, moving, now, changedColumns(input, times));
    if (changed) return await this.told(saleId, 'sale');
    // the boundary is being crossed, or the sale was moved concurrently
    const { state } = await this.fresh(saleId);
    return { kind: 'refused', state };
  }

  /**
   * Publishes a draft; resolves once all past boundaries are crossed and the first snapshot exists. Repeatable: a retry
   * after a failure does the remaining steps.
   */
  async publish(saleId: string): Promise<MoveResult> {
    return await this.after(this.publishAndShow(saleId));
  }

  /** Opens a sale ahead of time, or after the clock was paused; if early, now becomes the opening time. */
  async open(saleId: string): Promise<MoveResult> {
    return await this.after(this.life.move(saleId, 'open'));
  }

  async pause(saleId: string): Promise<MoveResult> {
    return await this.after(this.life.move(saleId, 'pause'));
  }

  async resume(saleId: string): Promise<MoveResult> {
    return await this.after(this.life.move(saleId, 'resume'));
  }

  async close(saleId: string): Promise<MoveResult> {
    return await this.after(this.life.move(saleId, 'close'));
  }

  /** Changes cap, speed, times and lane weights of a running sale. `version` detects concurrent changes. */
  async setPolicy(saleId: string, input: PolicyChangeInput): Promise<ChangeResult> {
    const row = await this.sales.byId(saleId);
    if (!row) return { kind: 'not_found' };
    const view = viewOf(row);
    if (view.state === 'closed') return { kind: 'refused', state: view.state };
    if ((input.version ?? view.policyVersion) !== view.policyVersion) return { kind: 'conflict' };
    const policy = policyWith(view.policy, input);
    const errors = [...rampErrors(input, policy)];
    if (errors.length > 0) return { kind: 'invalid', errors };
    const weights = new Map((input.lanes ?? []).map(({ key, weight }) => [key, weight]));
    const stranger = [...weights.keys()].find((key) => !view.lanes.some((lane) => lane.key === key));
    if (stranger !== undefined)
      return { kind: 'invalid', errors: [{ field: 'lanes', message: `the sale has no lane ${stranger}` }] };
    const lanes = view.lanes.map((lane) => ({ ...lane, weight: weights.get(lane.key) ?? lane.weight }));
    const version = await this.sales.changePolicy(saleId, view.policyVersion, policy, lanes);
    return version === null ? { kind: 'conflict' } : await this.told(saleId, 'policy');
  }

  /** Sets the promoter's notice to everyone waiting; null removes it. */
  async setNotice(saleId: string, { text, texts, to }: NoticeInput): Promise<ChangeResult> {
    if (!(await this.sales.byId(saleId))) return { kind: 'not_found' };
    const at = new Date(this.clock.nowMs());
    const more = { ...(texts && { texts }), ...(to && { to }) };
    await this.sales.setNotice(saleId, text ? { text, at, more } : null);
    if (text)
      await this.news.publish<'sale', 'notice'>(`sale:${saleId}`, 'notice', { text, at: at.toISOString(), ...more });
    return await this.told(saleId, 'sale');
  }

  /** Freezes or unfreezes joins, or changes their challenge. Omitted switches keep their value. */
  async setJoins(saleId: string, switches: { frozen?: boolean; challenge?: ChallengeMode }): Promise<ChangeResult> {
    const row = await this.sales.byId(saleId);
    if (!row) return { kind: 'not_found' };
    const { state } = viewOf(row);
    if (state === 'closed') return { kind: 'refused', state };
    await this.sales.setJoins(saleId, switches);
    return await this.told(saleId, 'sale');
  }

  private async planned(input: SaleInput): Promise<PlanResult> {
    const stored = input.seatMapId ? await this.seatMaps.house(input.seatMapId) : null;
    const result = planSale(input, stored);
    const missing = await this.pictureErrors(input.branding);
    if (missing.length > 0)
      return { kind: 'invalid', errors: result.kind === 'invalid' ? [...result.errors, ...missing] : missing };
    if (result.kind === 'planned' && result.plan.entry === 'email' && this.mail.isOff)
      return { kind: 'not_supported', detail: 'entry "email" needs a mail server: set ROPELINE_MAIL_URL' };
    return result;
  }

  private async pictureErrors(branding: BrandingInput | null | undefined): Promise<FieldError[]> {
    const named = (['pictureId', 'logoId'] as const).flatMap((field) => {
      const id = branding?.[field];
      return id ? [{ field, id }] : [];
    });
    const known = await this.pictures.known(named.map(({ id }) => id));
    return named
      .filter(({ id }) => !known.has(id))
      .map(({ field }) => ({ field: `branding.${field}`, message: 'there is no such picture: upload it first' }));
  }

  /** Extends the deadlines of everyone shopping, holding or paying, e.g. after an outage on our side. */
  async extendDeadlines(saleId: string, minutes: number): Promise<ExtendResult> {
    const row = await this.sales.byId(saleId);
    if (!row) return { kind: 'not_found' };
    const sale = viewOf(row);
    if (sale.state === 'draft' || sale.state === 'closed') return { kind: 'refused', state: sale.state };
    try {
      const result = await this.queue.extendDeadlines(saleId, minutes * MINUTE_MS);
      if (result.kind === 'too_far') return { kind: 'too_far' };
      const now = this.clock.nowMs();
      const items = result.admissions.map(({ id, leftMs }) => ({
        audience: `admission:${id}` as const,
        payload: { what: 'admission', id, expiresAt: new Date(now + leftMs).toISOString() } as const,
      }));
      await this.news.publishAll<'admission', 'deadline'>('deadline', items);
    } catch (error) {
      if (error instanceof QueueAwayError) return { kind: 'away' };
      throw error;
    }
    return { kind: 'extended', sale };
  }

  private stockOf(plan: SalePlan): WriteStock {
    return async (tx, saleId, types) => {
      const stock = types.map((type) => ({ id: type.id, ...stockTypeOf(type) }));
      const created = await this.inventory.createStock(saleId, stock, plan.house, plan.seatMapId, tx);
      // planSale runs the same checks as inventory, so a refusal is a bug
      if (created.kind !== 'created') throw new Error(`stock was refused: ${JSON.stringify(created.errors)}`);
      return created.pools;
    };
  }

  private async publishAndShow(saleId: string): Promise<MoveResult> {
    const result = await this.life.publish(saleId);
    if (result.kind === 'moved' || result.kind === 'unchanged') await this.conducted.begin(result.sale);
    return result;
  }

  private async after(moving: Promise<MoveResult>): Promise<MoveResult> {
    try {
      return await moving;
    } catch (error) {
      if (error instanceof QueueAwayError) return { kind: 'away' };
      throw error;
    } finally {
      this.cache.dropAll();
    }
  }

  private async told(saleId: string, what: 'sale' | 'policy'): Promise<ChangeResult> {
    this.cache.dropAll();
    const sale = await this.fresh(saleId);
    if (sale.state !== 'draft') await this.life.applySetup(sale);
    await this.news.publish<'sale', 'changed'>(`sale:${saleId}`, 'changed', { what });
    return { kind: 'changed', sale };
  }

  private async fresh(saleId: string): Promise<SaleView> {
    const row = await this.sales.byId(saleId);
    if (!row) throw new Error(`sale ${saleId} no longer exists`);
    return viewOf(row);
  }
}

/**
 * Returns true if the change would move a boundary already crossed. A paused sale counts as in the state it was paused
 * in.
 */
function crossed({ state, pausedFrom }: SaleView, input: SaleChangeInput): boolean {
  const beforePrequeue = state === 'draft' || state === 'scheduled';
  const beforeOpening = beforePrequeue || state === 'prequeue' || pausedFrom === 'prequeue';
  return (input.prequeueAt !== undefined && !beforePrequeue) || (input.opensAt !== undefined && !beforeOpening);
}
