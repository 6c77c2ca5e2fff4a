import type { NoticeInput } from '../../sales/catalogue/input/notice-input.types.js';
import { Injectable } from '@nestjs/common';
import type { StaffSaleShape, StaffSalesPage } from '../../contract/staff/staff-shapes.js';
import { StockService } from '../../inventory/stock/stock.service.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { DatabaseTime } from '../../platform/clock/database-time.js';
import { EpochGuard } from '../../queue/line/epoch-guard.service.js';
import { EndedAdmissions } from '../../queue/passes/ended-admissions.service.js';
import type { PolicyChangeInput } from '../../sales/catalogue/input/policy-input.types.js';
import type { SaleChangeInput, SaleInput } from '../../sales/catalogue/input/sale-input.types.js';
import { saleVersion } from '../../sales/catalogue/sale-version.rules.js';
import { SaleDrafts } from '../../sales/catalogue/sale-drafts.service.js';
import { SaleSettings } from '../../sales/catalogue/sale-settings.service.js';
import { DeadlineExtension } from '../../sales/life/deadline-extension.service.js';
import type {
  ChangeResult,
  CreateResult,
  ExtendResult,
  RemoveResult,
  ReplaceResult,
} from '../../sales/sale-results.types.js';
import { SaleCache } from '../../sales/catalogue/cache/sale-cache.service.js';
import type { SalesPage, SaleView } from '../../sales/sales.types.js';
import { ApprovalGate, type NeedsApproval } from '../approvals/approval-gate.js';
import { asked, type Doer, saleEntry } from '../approvals/proposal-entry.rules.js';
import type { Proposal } from '../approvals/proposal.types.js';
import type { Staff } from '../sign-in/staff.types.js';
import type { JoinSwitchesBody } from './join-switches.dto.js';
import { staffSaleOf } from './sale.shape.js';
import { SalesService } from '../../sales/sales.service.js';

export type SaleMoveVerb = 'publish' | 'open' | 'pause' | 'resume' | 'close';
export type MoveAnswer = Awaited<ReturnType<SalesService['publish']>>;
export type RevokeAnswer = Awaited<ReturnType<EndedAdmissions['revoke']>>;

const SALES_OF_A_PAGE = 50;

/** Sale operations by staff: delegates each change to sales and audits it once it succeeded. */
@Injectable()
export class StaffSalesService {
  constructor(
    private readonly salesService: SalesService,
    private readonly sales: SaleCache,
    private readonly drafts: SaleDrafts,
    private readonly settings: SaleSettings,
    private readonly deadlines: DeadlineExtension,
    private readonly stock: StockService,
    private readonly audit: AuditService,
    private readonly epochGuard: EpochGuard,
    private readonly endings: EndedAdmissions,
    private readonly gate: ApprovalGate,
    private readonly time: DatabaseTime,
  ) {}

  /** Returns a page of sales with their stock, drafts included; `next` is the cursor of the next page. */
  async list(wanted: Omit<SalesPage, 'limit'>): Promise<StaffSalesPage> {
    const views = await this.salesService.page({ ...wanted, limit: SALES_OF_A_PAGE });
    return {
      sales: await Promise.all(views.map(async (view) => await this.shapeOf(view))),
      next: views.length < SALES_OF_A_PAGE ? null : (views.at(-1)?.id ?? null),
    };
  }

  /** Returns the sale, at most one second stale; null when there is none. */
  async read(saleId: string): Promise<SaleView | null> {
    return await this.sales.byId(saleId);
  }

  /** Returns the body that would create the sale as it is now; null when there is none. */
  async input(saleId: string): Promise<{ version: string; input: SaleInput } | null> {
    const view = await this.salesService.freshById(saleId); // first: the body may be newer, never older
    const input = await this.salesService.input(saleId);
    return view && input && { version: saleVersion(view), input };
  }

  async shapeOf(view: SaleView): Promise<StaffSaleShape> {
    return staffSaleOf(view, await this.stock.pools(view.id));
  }

  async create(staff: Staff, input: SaleInput): Promise<CreateResult> {
    const result = await this.drafts.create(input);
    if (result.kind === 'created')
      await this.audit.record(staff.actor, 'sale.create', result.sale.id, { slug: input.slug, name: input.name });
    return result;
  }

  /** An earlier end is a close at another time, and needs whoever a close needs. */
  async update(staff: Staff, saleId: string, input: SaleChangeInput): Promise<ChangeResult | NeedsApproval> {
    const sale = await this.sales.byId(saleId);
    const isEarlier = await this.closesEarlier(sale, input);
    const stop =
      (isEarlier ? await this.gate.stop(staff, { action: 'close_earlier', saleId, input }) : null) ??
      (movesOpening(sale, input) ? await this.gate.stop(staff, { action: 'change_opening', saleId, input }) : null);
    return stop ?? (await this.updateNow(alone(staff), saleId, input));
  }

  async updateNow(doer: Doer, saleId: string, input: SaleChangeInput): Promise<ChangeResult> {
    const entry = saleEntry('sale.update', saleId, asked(input), doer);
    return this.noted(await this.settings.update(saleId, input, entry));
  }

  /** Replaces a draft. */
  async replace(staff: Staff, saleId: string, input: SaleInput, version?: string): Promise<ReplaceResult> {
    const result = await this.drafts.replace(saleId, input, version);
    if (result.kind === 'changed')
      await this.audit.record(staff.actor, 'sale.replace', saleId, { slug: input.slug, name: input.name });
    return result;
  }

  async removeDraft(staff: Staff, saleId: string): Promise<RemoveResult> {
    const result = await this.drafts.removeDraft(saleId);
    if (result.kind === 'removed') await this.audit.record(staff.actor, 'sale.delete', saleId);
    return result;
  }

  async setPolicy(staff: Staff, saleId: string, input: PolicyChangeInput): Promise<ChangeResult | NeedsApproval> {
    const stop = await this.gate.stop(staff, { action: 'change_policy', saleId, input });
    return stop ?? (await this.setPolicyNow(alone(staff), saleId, input));
  }

  async setPolicyNow(doer: Doer, saleId: string, input: PolicyChangeInput): Promise<ChangeResult> {
    const entry = saleEntry('sale.policy', saleId, asked(input), doer);
    return this.noted(await this.settings.setPolicy(saleId, input, entry));
  }

  async setNotice(staff: Staff, saleId: string, input: NoticeInput): Promise<ChangeResult | NeedsApproval> {
    const stop = await this.stopIfRunning(staff, { action: 'change_notice', saleId, input });
    return stop ?? (await this.setNoticeNow(alone(staff), saleId, input));
  }

  async setNoticeNow(doer: Doer, saleId: string, input: NoticeInput): Promise<ChangeResult> {
    const entry = saleEntry('sale.notice', saleId, asked(input), doer);
    return this.noted(await this.settings.setNotice(saleId, input, entry));
  }

  async setJoins(staff: Staff, saleId: string, input: JoinSwitchesBody): Promise<ChangeResult | NeedsApproval> {
    const stop = await this.stopIfRunning(staff, { action: 'change_joins', saleId, input });
    return stop ?? (await this.setJoinsNow(alone(staff), saleId, input));
  }

  async setJoinsNow(doer: Doer, saleId: string, input: JoinSwitchesBody): Promise<ChangeResult> {
    const entry = saleEntry('sale.joins', saleId, asked(input), doer);
    return this.noted(await this.settings.setJoins(saleId, input, entry));
  }

  async extendDeadlines(staff: Staff, saleId: string, minutes: number): Promise<ExtendResult | NeedsApproval> {
    const epoch = (await this.epochGuard.stamp(saleId))?.epoch;
    const stop = await this.stopIfRunning(staff, {
      ...{ action: 'extend_deadlines', saleId, minutes },
      ...(epoch !== undefined && { epoch }),
    });
    return stop ?? (await this.extendNow(alone(staff), saleId, minutes));
  }

  async extendNow(doer: Doer, saleId: string, minutes: number, epoch?: number): Promise<ExtendResult> {
    const asking = doer.approvalId === null ? undefined : { key: doer.approvalId, epoch };
    const result = await this.deadlines.extend(saleId, minutes, asking);
    if (result.kind === 'extended')
      await this.audit.recordOnce(saleEntry('sale.extend_deadlines', saleId, { minutes }, doer));
    return result;
  }

  async move(staff: Staff, saleId: string, verb: SaleMoveVerb): Promise<MoveAnswer | NeedsApproval> {
    const stop =
      verb === 'close'
        ? await this.gate.stop(staff, { action: 'close_sale', saleId })
        : verb !== 'publish' && (await this.stopIfRunning(staff, { action: `${verb}_sale`, saleId }));
    return stop || (await this.moveNow(alone(staff), saleId, verb));
  }

  async moveNow(doer: Doer, saleId: string, verb: SaleMoveVerb): Promise<MoveAnswer> {
    const result = await this.salesService[verb](saleId, saleEntry(`sale.${verb}`, saleId, {}, doer));
    if (result.kind === 'moved') this.audit.wrote();
    return result;
  }

  /** @param subs admissions by the `sub` of their passes; empty revokes all */
  async revokePasses(staff: Staff, saleId: string, subs: readonly string[]): Promise<RevokeAnswer | NeedsApproval> {
    const stop = subs.length === 0 ? await this.gate.stop(staff, { action: 'revoke_passes', saleId }) : null;
    return stop ?? (await this.revokeNow(alone(staff), saleId, subs));
  }

  async revokeNow(doer: Doer, saleId: string, subs: readonly string[]): Promise<RevokeAnswer> {
    const result = await this.endings.revoke(saleId, subs, doer.approvalId ?? undefined);
    const count = subs.length === 0 ? 'all' : subs.length;
    if (result.kind === 'revoked')
      await this.audit.recordOnce(
        saleEntry('sale.revoke_passes', saleId, { asked: count, revoked: result.revoked }, doer),
      );
    return result;
  }

  /** A draft and a closed sale have no fans: nothing of them needs a second person. */
  private async stopIfRunning(staff: Staff, proposal: Proposal & { saleId: string }): Promise<NeedsApproval | null> {
    return isRunning(await this.sales.byId(proposal.saleId)) ? await this.gate.stop(staff, proposal) : null;
  }

  /** An end that has passed is refused, whoever asks: by the clock that the change is judged by. */
  private async closesEarlier(sale: SaleView | null, { closesAt }: SaleChangeInput): Promise<boolean> {
    if (!isRunning(sale) || !closesAt) return false;
    const wanted = Date.parse(closesAt);
    if (sale.closesAt !== null && wanted >= Date.parse(sale.closesAt)) return false;
    return wanted > (await this.time.nowMs());
  }

  /** The change was logged where it was made. */
  private noted(result: ChangeResult): ChangeResult {
    if (result.kind === 'changed') this.audit.wrote();
    return result;
  }
}

const alone = ({ actor }: Staff): Doer => ({ actor, approvalId: null });
const isRunning = (sale: SaleView | null): sale is SaleView =>
  sale !== null && sale.state !== 'draft' && sale.state !== 'closed';

function movesOpening(sale: SaleView | null, input: SaleChangeInput): boolean {
  if (!isRunning(sale)) return false;
  const moves = (at: 'opensAt' | 'prequeueAt'): boolean => {
    const wanted = input[at];
    return wanted !== undefined && Date.parse(wanted) !== Date.parse(sale[at]);
  };
  return moves('opensAt') || moves('prequeueAt');
}
