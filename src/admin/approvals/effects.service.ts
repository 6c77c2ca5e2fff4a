import { Injectable } from '@nestjs/common';
import type { EffectShape } from '../../contract/staff/approval-shapes.js';
import { StockService } from '../../inventory/stock/stock.service.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { AccessCodesService } from '../../queue/codes/access-codes.service.js';
import { FiguresService } from '../../queue/line/figures.service.js';
import type { QueueFigures } from '../../queue/queue.types.js';
import { SaleStockService } from '../../sales/catalogue/changes/sale-stock.service.js';
import { SalesService } from '../../sales/sales.service.js';
import { effectOf } from './effect.rules.js';
import type { Proposal } from './proposal.types.js';

/** What an action would change, read when it is asked for and again when it is approved. */
export interface Foreseen {
  effect: EffectShape[];
  people: { waiting: number; shopping: number } | null;
}
const NOTHING: Foreseen = { effect: [], people: null };
const MINUTE_MS = 60_000;

@Injectable()
export class Effects {
  constructor(
    private readonly sales: SalesService,
    private readonly stock: SaleStockService,
    private readonly inventory: StockService,
    private readonly lineFigures: FiguresService,
    private readonly codes: AccessCodesService,
  ) {}

  /** Throws CORE_AWAY while the line cannot be read and the action is about its deadlines: unknown is not unchanged. */
  async of(proposal: Proposal): Promise<Foreseen> {
    if (!('saleId' in proposal) || proposal.action === 'publish_report') return NOTHING;
    const { saleId } = proposal;
    const view = await this.sales.freshById(saleId);
    if (!view) return NOTHING;
    const [line, pools, channels, lists] = await Promise.all([
      view.state === 'draft' ? null : this.lineFigures.of(saleId),
      this.inventory.pools(saleId),
      proposal.action === 'set_channels' ? this.stock.channels(saleId) : [],
      proposal.action === 'void_codes' ? this.codes.counts(saleId) : [],
    ]);
    if (line === null && proposal.action === 'extend_deadlines') throw new ProblemError('CORE_AWAY');
    const capacities = new Map<string, number>();
    for (const { ticketTypeId, capacity } of pools)
      capacities.set(ticketTypeId, (capacities.get(ticketTypeId) ?? 0) + capacity);
    const effect = effectOf(proposal, {
      ...{ view, capacities, channels },
      seated: new Set(view.ticketTypes.filter((type) => type.admission === 'reserved').map(({ id }) => id)),
      extendedMinutes: Math.round((line?.extendedMs ?? 0) / MINUTE_MS),
      withdrawn: pools.reduce((sum, { withdrawn }) => sum + withdrawn, 0),
      voidedLists: new Set(lists.flatMap(({ id, voidedAt }) => (voidedAt === null ? [] : [id]))),
    });
    return { effect, people: line && peopleOf(line) };
  }
}

const peopleOf = ({ lanes, active }: QueueFigures): { waiting: number; shopping: number } => ({
  waiting: Object.values(lanes).reduce((sum, { waiting }) => sum + waiting, 0),
  shopping: active,
});
