import { Injectable } from '@nestjs/common';
import { AttentionService } from '../../checkout/attention/attention.service.js';
import { OrderCancellations } from '../../checkout/orders/ends/order-cancellation.service.js';
import { OrderRefunds } from '../../checkout/refunds/order-refunds.service.js';
import { ShowCancellations } from '../../checkout/refunds/show-cancellation.service.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { CodeVoids } from '../access-codes/code-voids.service.js';
import { ReportService } from '../report/report.service.js';
import { StaffSalesService } from '../sales/staff-sales.service.js';
import { StaffStockService } from '../stock/staff-stock.service.js';
import { StaffSettingsRepository } from '../team/staff-settings.repository.js';
import { rolesVersion } from '../team/team-defaults.rules.js';
import { termsVersion } from './approval-settings.rules.js';
import type { ApprovalRow } from './approvals.repository.js';
import type { Proposal } from './proposal.types.js';

export interface Outcome {
  state: 'done' | 'failed';
  words: string;
}
const done = (words: string): Outcome => ({ state: 'done', words });
const failed = (words: string): Outcome => ({ state: 'failed', words });

/** Carries out approved actions on behalf of their requester. Each is safe to restart after a crash. */
@Injectable()
export class ProposalRunner {
  constructor(
    private readonly sales: StaffSalesService,
    private readonly shows: ShowCancellations,
    private readonly refunds: OrderRefunds,
    private readonly cancellations: OrderCancellations,
    private readonly attention: AttentionService,
    private readonly reports: ReportService,
    private readonly settings: StaffSettingsRepository,
    private readonly audit: AuditService,
    private readonly stock: StaffStockService,
    private readonly codes: CodeVoids,
  ) {}

  async run({ id, proposal, askedBy, person }: ApprovalRow): Promise<Outcome> {
    const mover = { actor: askedBy, person };
    switch (proposal.action) {
      case 'cancel_show':
        return await this.cancelShow(proposal, askedBy);
      case 'close_sale':
        return outcomeOf((await this.sales.moveNow(askedBy, proposal.saleId, 'close')).kind, ['moved', 'unchanged']);
      case 'open_sale':
      case 'pause_sale':
      case 'resume_sale': {
        const verb = verbs[proposal.action];
        return outcomeOf((await this.sales.moveNow(askedBy, proposal.saleId, verb)).kind, ['moved', 'unchanged']);
      }
      case 'change_stock':
        return stockOutcome((await this.stock.changeNow(askedBy, proposal.saleId, proposal.input)).kind);
      case 'add_ticket_type':
        return stockOutcome((await this.stock.addTypeNow(askedBy, proposal.saleId, proposal.input)).kind);
      case 'set_channels':
        return stockOutcome((await this.stock.setChannelsNow(askedBy, proposal.saleId, proposal.input)).kind);
      case 'change_joins':
        return outcomeOf((await this.sales.setJoinsNow(askedBy, proposal.saleId, proposal.input)).kind, ['changed']);
      case 'change_notice':
        return outcomeOf((await this.sales.setNoticeNow(askedBy, proposal.saleId, proposal.input)).kind, ['changed']);
      case 'extend_deadlines':
        return outcomeOf((await this.sales.extendNow(askedBy, proposal.saleId, proposal.minutes)).kind, ['extended']);
      case 'void_codes':
        return outcomeOf((await this.codes.voidNow(askedBy, proposal.saleId, proposal.batchId)).kind, ['voided']);
      case 'change_opening':
      case 'close_earlier':
        return outcomeOf((await this.sales.updateNow(askedBy, proposal.saleId, proposal.input)).kind, ['changed']);
      case 'revoke_passes':
        return outcomeOf((await this.sales.revokeNow(askedBy, proposal.saleId, [])).kind, ['revoked']);
      case 'change_policy':
        return outcomeOf((await this.sales.setPolicyNow(askedBy, proposal.saleId, proposal.input)).kind, ['changed']);
      case 'publish_report':
        return outcomeOf((await this.reports.publish(proposal.saleId, askedBy)).kind, ['published']);
      case 'refund': {
        const { orderId, amount, ticketIds, reason, key = `approval-${id}` } = proposal;
        // under the key of the call that was stopped, whose repeat then finds the refund
        const asker = { ...mover, origin: 'staff', key } as const;
        return outcomeOf((await this.refunds.ask(orderId, { amount, ticketIds, reason }, asker)).kind, [
          'asked',
          'already',
        ]);
      }
      case 'cancel_order': {
        const result = await this.cancellations.cancel(proposal.orderId, mover, proposal.reason);
        return result.kind === 'refused' ? failed(result.why) : outcomeOf(result.kind, ['done']);
      }
      case 'attention': {
        const { itemId, verb, note } = proposal;
        const result = await this.attention.resolve(itemId, { verb, note }, mover);
        return result.kind === 'partly' ? failed(result.why) : outcomeOf(result.kind, ['resolved']);
      }
      case 'open_without_beacon': {
        const { itemId, note, action: verb } = proposal;
        return outcomeOf((await this.attention.resolve(itemId, { verb, note }, mover)).kind, ['resolved']);
      }
      case 'settings':
        return await this.setSettings(proposal, askedBy);
      case 'two_factor_roles': {
        const { roles: twoFactorRoles, version } = proposal;
        const good = [version, rolesVersion(twoFactorRoles)];
        if (!(await this.settings.write({ twoFactorRoles }, (now) => good.includes(rolesVersion(now.twoFactorRoles)))))
          return failed(OUTDATED);
        await this.audit.record(askedBy, 'team.settings', 'team', { twoFactorRoles });
        return done('The settings are changed.');
      }
    }
  }

  private async cancelShow(
    { saleId, reason }: Extract<Proposal, { action: 'cancel_show' }>,
    askedBy: string,
  ): Promise<Outcome> {
    const progress = await this.shows.begin(saleId, askedBy, reason);
    if (progress === 'away') return failed('The sale could not be closed at that moment. Ask again.');
    if (progress === 'draft') return failed('The sale is a draft: there is nothing to give back.');
    return progress ? done('The show is canceled; its orders are given back.') : failed('There is no such sale.');
  }

  private async setSettings(
    { kinds, refundFreeMinor, version }: Extract<Proposal, { action: 'settings' }>,
    askedBy: string,
  ): Promise<Outcome> {
    const change = { approvalKinds: kinds, refundFreeMinor: refundFreeMinor === null ? null : BigInt(refundFreeMinor) };
    const good = [version, termsVersion(change)]; // as asked over, or as a node wrote them that then went away
    if (!(await this.settings.write(change, (now) => good.includes(termsVersion(now))))) return failed(OUTDATED);
    await this.audit.record(askedBy, 'approval.settings', 'team', { kinds, refundFreeMinor });
    return done('The settings are changed.');
  }
}

const OUTDATED = 'The settings have changed since it was asked for. Nothing was done.';
const verbs = { open_sale: 'open', pause_sale: 'pause', resume_sale: 'resume' } as const;

const outcomeOf = (kind: string, good: readonly string[]): Outcome =>
  good.includes(kind) ? done(words(kind)) : failed(`It was not possible: ${words(kind)}.`);
const RECORDED = 'Recorded; it is made when the stock can be reached, if it is possible then.';
/** A change answered `later` is recorded, and will be made: asked for again, it would be made twice. */
const stockOutcome = (kind: string): Outcome => (kind === 'later' ? done(RECORDED) : outcomeOf(kind, ['changed']));
const words = (kind: string): string => kind.replaceAll('_', ' ');
