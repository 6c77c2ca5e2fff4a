import { Injectable } from '@nestjs/common';
import type { FieldError } from '../../../contract/errors.js';
import type { SaleState } from '../../../contract/sale/sale-shapes.js';
import { StockService } from '../../../inventory/stock/stock.service.js';
import type { SaleView, TicketTypeView } from '../../sales.types.js';
import { changedTypeErrors } from '../sale-price.rules.js';
import { SaleStockService } from './sale-stock.service.js';
import { saleVersion } from '../sale-version.rules.js';
import { viewOf } from '../sale-view.rules.js';
import { SalesRepository } from '../sales.repository.js';
import { TicketTypesRepository } from '../ticket-types.repository.js';
import type { TypeChangeInput } from '../input/type-change.types.js';

export type TypeChangeResult =
  | { kind: 'changed'; before: TicketTypeView; after: TicketTypeView }
  | { kind: 'unchanged' }
  | { kind: 'not_found' }
  | { kind: 'ticket_type_unknown' }
  | { kind: 'refused'; state: SaleState }
  | { kind: 'invalid'; errors: FieldError[] }
  | { kind: 'price_fixed'; taken: number }
  | { kind: 'busy' }
  /** Changed since the caller has read it. */
  | { kind: 'conflict' };

/** Changes price and limits of a published ticket type. */
@Injectable()
export class TypeChanges {
  constructor(
    private readonly sales: SalesRepository,
    private readonly types: TicketTypesRepository,
    private readonly inventory: StockService,
    private readonly stock: SaleStockService,
  ) {}

  async change(saleId: string, typeId: string, input: TypeChangeInput): Promise<TypeChangeResult> {
    const row = await this.sales.byId(saleId);
    if (!row) return { kind: 'not_found' };
    const view = viewOf(row);
    if (input.version !== undefined && input.version !== saleVersion(view)) return { kind: 'conflict' };
    const before = view.ticketTypes.find(({ id }) => id === typeId);
    if (!before) return { kind: 'ticket_type_unknown' };
    if (view.state === 'draft' || view.state === 'closed') return { kind: 'refused', state: view.state };
    const after = changedBy(before, input);
    if (isSame(before, after)) return { kind: 'unchanged' };
    return (await this.refusal(view, before, after)) ?? (await this.write(saleId, before, after));
  }

  /**
   * A hold made between this check and the write, or by a node whose view is a moment old, keeps the former price:
   * prices are frozen by the hold. The rule is a promise to fans, so that race does no harm.
   */
  private async refusal(
    view: SaleView,
    before: TicketTypeView,
    after: TicketTypeView,
  ): Promise<TypeChangeResult | null> {
    const errors = changedTypeErrors(after, view);
    if (errors.length > 0) return { kind: 'invalid', errors };
    if (after.priceMinor === before.priceMinor) return null;
    const figures = await this.inventory.figures(view.id);
    if (!figures) return { kind: 'busy' }; // who holds what is unknown, which is not nobody
    const own = figures.pools.filter(({ ticketTypeId }) => ticketTypeId === before.id);
    const taken = own.reduce((sum, { held, committed }) => sum + held + committed, 0);
    return taken > 0 ? { kind: 'price_fixed', taken } : null;
  }

  private async write(saleId: string, before: TicketTypeView, after: TicketTypeView): Promise<TypeChangeResult> {
    if (!(await this.types.change(saleId, before, after))) return { kind: 'busy' };
    await this.stock.announceChange(saleId);
    return { kind: 'changed', before, after };
  }
}

function changedBy(type: TicketTypeView, input: TypeChangeInput): TicketTypeView {
  const { price = type.priceMinor, maxPerFan = type.maxPerFan, min = type.min, multiple = type.multiple } = input;
  return { ...type, priceMinor: price, maxPerFan, min, multiple };
}

const isSame = (a: TicketTypeView, b: TicketTypeView): boolean =>
  a.priceMinor === b.priceMinor && a.maxPerFan === b.maxPerFan && a.min === b.min && a.multiple === b.multiple;
