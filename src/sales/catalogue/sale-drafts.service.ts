import { Injectable } from '@nestjs/common';
import { StockService } from '../../inventory/stock/stock.service.js';
import { SeatMapsService } from '../../inventory/seats/seat-maps.service.js';
import { Mailer } from '../../platform/mail/mailer.service.js';
import { AccessCodesService } from '../../queue/codes/access-codes.service.js';
import type { GuessableLists } from '../../queue/codes/codes.types.js';
import { Pictures } from '../pictures/pictures.service.js';
import type { CreateResult, RemoveResult, ReplaceResult } from '../sale-results.types.js';
import { SaleCache } from './cache/sale-cache.service.js';
import { type PlanResult, planSale, type SalePlan, stockTypeOf } from './input/sale-input.rules.js';
import type { SaleInput } from './input/sale-input.types.js';
import { mailNeedOf } from './mail-need.rules.js';
import { saleVersion } from './sale-version.rules.js';
import { viewOf } from './sale-view.rules.js';
import type { SaleView } from '../sales.types.js';
import { DraftsRepository, type WriteStock } from './drafts.repository.js';
import type { SaleRow, SaleTransaction } from './sale-row.sql.js';
import { SalesRepository } from './sales.repository.js';

/** Says which lists of access codes stand in the way of an open sale; null if none. */
function guessableWords({ known, unknown }: GuessableLists): string | null {
  const lists = (count: number): string => (count === 1 ? '1 list' : `${count} lists`);
  const reasons = [
    ...(known > 0 ? [`${lists(known)} with codes under 40 bits, which could be guessed`] : []),
    ...(unknown > 0 ? [`${lists(unknown)} made by an earlier version, which did not say how long the codes are`] : []),
  ];
  return reasons.length === 0
    ? null
    : `cannot be open while access codes may be guessed: void ${reasons.join(', and ')}; then make them again`;
}

/** Creates, replaces and deletes drafts, each with its stock. */
@Injectable()
export class SaleDrafts {
  // more than six: a draft refers to maps, pictures, mails and codes
  constructor(
    private readonly cache: SaleCache,
    private readonly sales: SalesRepository,
    private readonly drafts: DraftsRepository,
    private readonly stock: StockService,
    private readonly seatMaps: SeatMapsService,
    private readonly mail: Mailer,
    private readonly pictures: Pictures,
    private readonly codes: AccessCodesService,
  ) {}

  /** Creates a draft with its stock in one transaction. Single fields were validated by the DTO. */
  async create(input: SaleInput): Promise<CreateResult> {
    const result = await this.planned(input);
    if (result.kind !== 'planned') return result;
    const saleId = await this.drafts.insert(result.plan, input, this.stockOf(result.plan));
    if (saleId === null) return { kind: 'slug_taken' };
    this.cache.dropAll();
    return { kind: 'created', sale: viewOf(await this.sales.existing(saleId)) };
  }

  /** Replaces a draft entirely; omitted fields get their defaults. Its id stays. */
  async replace(saleId: string, input: SaleInput, version?: string): Promise<ReplaceResult> {
    const row = await this.sales.byId(saleId);
    if (!row) return { kind: 'not_found' };
    const view = viewOf(row);
    const { state } = view;
    if (state !== 'draft') return { kind: 'refused', state };
    const isAsRead = (now: SaleView): boolean => version === undefined || version === saleVersion(now);
    if (!isAsRead(view)) return { kind: 'conflict' };
    const result = await this.planned(input);
    if (result.kind !== 'planned') return result;
    const write = this.stockOf(result.plan);
    // short codes were taken because nobody could try them without an identity
    const refusal = async (tx: SaleTransaction, entryBefore: string): Promise<string | null> =>
      entryBefore !== 'open' && result.plan.entry === 'open'
        ? guessableWords(await this.codes.guessable(tx, saleId))
        : null;
    const change = { plan: result.plan, input, isAsRead: (now: SaleRow) => isAsRead(viewOf(now)), refusal };
    const replaced = await this.drafts.replace(saleId, change, async (tx, id, types) => {
      await this.stock.remove(id, tx);
      return await write(tx, id, types);
    });
    this.cache.dropAll();
    if (replaced === null) return { kind: 'slug_taken' };
    if (typeof replaced === 'string') return { kind: 'invalid', errors: [{ field: 'entry', message: replaced }] };
    return replaced ? { kind: 'changed', sale: viewOf(await this.sales.existing(saleId)) } : { kind: 'conflict' };
  }

  /** Deletes a draft and frees its slug; published sales cannot be deleted. */
  async removeDraft(saleId: string): Promise<RemoveResult> {
    const row = await this.sales.byId(saleId);
    if (!row) return { kind: 'not_found' };
    const { state } = viewOf(row);
    if (state !== 'draft') return { kind: 'refused', state };
    const removed = await this.drafts.removeDraft(saleId, async (tx) => {
      await this.stock.remove(saleId, tx);
    });
    this.cache.dropAll();
    return removed ? { kind: 'removed' } : { kind: 'conflict' };
  }

  private async planned(input: SaleInput): Promise<PlanResult> {
    const stored = input.seatMapId ? await this.seatMaps.house(input.seatMapId) : null;
    const result = planSale(input, stored);
    const missing = await this.pictures.missingIn(input.branding);
    if (missing.length > 0)
      return { kind: 'invalid', errors: result.kind === 'invalid' ? [...result.errors, ...missing] : missing };
    const mailNeed = result.kind === 'planned' && this.mail.isOff ? mailNeedOf(result.plan) : null;
    return mailNeed === null ? result : { kind: 'not_supported', detail: mailNeed };
  }

  private stockOf(plan: SalePlan): WriteStock {
    return async (tx, saleId, types) => {
      const stock = types.map((type) => ({ id: type.id, ...stockTypeOf(type) }));
      const created = await this.stock.create(saleId, stock, plan.house, plan.seatMapId, tx);
      // planSale runs the same checks as inventory, so a refusal is a bug
      if (created.kind !== 'created') throw new Error(`stock was refused: ${JSON.stringify(created.errors)}`);
      return created.pools;
    };
  }
}
