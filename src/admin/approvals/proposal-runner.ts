import { Injectable } from '@nestjs/common';
import { AttentionService } from '../../checkout/attention/attention.service.js';
import { OrderCancellations } from '../../checkout/orders/ends/order-cancellation.service.js';
import { OrderRefunds } from '../../checkout/refunds/order-refunds.service.js';
import { ShowCancellations } from '../../checkout/refunds/show-cancellation.service.js';
import { CodeVoids } from '../access-codes/code-voids.service.js';
import { ReportService } from '../report/report.service.js';
import { StaffSalesService } from '../sales/staff-sales.service.js';
import { StaffStockService } from '../stock/staff-stock.service.js';
import { type StaffSettings, StaffSettingsRepository } from '../team/staff-settings.repository.js';
import { rolesVersion } from '../team/team-defaults.rules.js';
import { termsVersion } from './approval-settings.rules.js';
import type { ApprovalRow } from './approvals.repository.js';
import { type Doer, teamEntry } from './proposal-entry.rules.js';
import type { Proposal } from './proposal.types.js';

export interface Outcome {
  /** outdated: what it was asked over has changed; nothing was done. */
  state: 'done' | 'failed' | 'outdated';
  words: string;
}
const done = (words: string): Outcome => ({ state: 'done', words });
const failed = (words: string): Outcome => ({ state: 'failed', words });
const outdated = (what: string): Outcome => ({
  state: 'outdated',
  words: `${what} changed since it was asked for. Nothing was done.`,
});

/**
 * Carries out approved actions on behalf of their requester. Each has the approval's id as its idempotency key: begun
 * again, also while the first still runs, it is a repeat.
 */
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
    private readonly stock: StaffStockService,
    private readonly codes: CodeVoids,
  ) {}

  async run({ id, proposal, askedBy, person }: ApprovalRow): Promise<Outcome> {
    const mover = { actor: askedBy, person };
    const doer: Doer = { actor: askedBy, approvalId: id };
    switch (proposal.action) {
      case 'cancel_show':
        return await this.cancelShow(proposal, askedBy);
      case 'close_sale':
        return outcomeOf((await this.sales.moveNow(doer, proposal.saleId, 'close')).kind, ['moved', 'unchanged']);
      case 'open_sale':
      case 'pause_sale':
      case 'resume_sale': {
        const verb = verbs[proposal.action];
        return outcomeOf((await this.sales.moveNow(doer, proposal.saleId, verb)).kind, ['moved', 'unchanged']);
      }
      case 'change_stock':
        return stockOutcome((await this.stock.changeNow(doer, proposal.saleId, proposal.input, proposal.version)).kind);
      case 'add_ticket_type':
        return stockOutcome((await this.stock.addTypeNow(doer, proposal.saleId, proposal.input)).kind);
      case 'set_channels':
        return stockOutcome(
          (await this.stock.setChannelsNow(doer, proposal.saleId, proposal.input, proposal.version)).kind,
        );
      case 'change_joins':
        return outcomeOf((await this.sales.setJoinsNow(doer, proposal.saleId, proposal.input)).kind, ['changed']);
      case 'change_notice':
        return outcomeOf((await this.sales.setNoticeNow(doer, proposal.saleId, proposal.input)).kind, ['changed']);
      case 'extend_deadlines':
        return await this.extend(proposal, doer);
      case 'void_codes':
        return outcomeOf((await this.codes.voidNow(doer, proposal.saleId, proposal.batchId)).kind, ['voided']);
      case 'change_opening':
      case 'close_earlier':
        return outcomeOf((await this.sales.updateNow(doer, proposal.saleId, proposal.input)).kind, ['changed']);
      case 'revoke_passes':
        return outcomeOf((await this.sales.revokeNow(doer, proposal.saleId, [])).kind, ['revoked']);
      case 'change_policy':
        return outcomeOf((await this.sales.setPolicyNow(doer, proposal.saleId, proposal.input)).kind, ['changed']);
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
      case 'settings': {
        const { kinds, refundFreeMinor, version } = proposal;
        const change = {
          approvalKinds: kinds,
          refundFreeMinor: refundFreeMinor === null ? null : BigInt(refundFreeMinor),
        };
        const entry = teamEntry('approval.settings', { kinds, refundFreeMinor }, doer);
        return settingsOutcome(await this.settings.write(change, (now) => termsVersion(now) === version, entry));
      }
      case 'two_factor_roles': {
        const { roles: twoFactorRoles, version } = proposal;
        const entry = teamEntry('team.settings', { twoFactorRoles }, doer);
        const isAsRead = (now: StaffSettings): boolean => rolesVersion(now.twoFactorRoles) === version;
        return settingsOutcome(await this.settings.write({ twoFactorRoles }, isAsRead, entry));
      }
    }
  }

  /** A rebuilt line does not know whether it was extended before. */
  private async extend(
    { saleId, minutes, epoch }: Extract<Proposal, { action: 'extend_deadlines' }>,
    doer: Doer,
  ): Promise<Outcome> {
    const { kind } = await this.sales.extendNow(doer, saleId, minutes, epoch);
    return kind === 'other_epoch'
      ? {
          state: 'outdated',
          words: 'The line was rebuilt since it was asked for: look at the deadlines before you ask again.',
        }
      : outcomeOf(kind, ['extended']);
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
}

const settingsOutcome = (written: boolean): Outcome =>
  written ? done('The settings are changed.') : outdated('The settings have');
const verbs = { open_sale: 'open', pause_sale: 'pause', resume_sale: 'resume' } as const;

const outcomeOf = (kind: string, good: readonly string[]): Outcome =>
  good.includes(kind)
    ? done(words(kind))
    : kind === 'conflict'
      ? outdated('What it was about has')
      : failed(`It was not possible: ${words(kind)}.`);
const RECORDED = 'Recorded; it is made when the stock can be reached, if it is possible then.';
/** A change answered `later` is recorded, and will be made: asked for again, it would be made twice. */
const stockOutcome = (kind: string): Outcome => (kind === 'later' ? done(RECORDED) : outcomeOf(kind, ['changed']));
const words = (kind: string): string => kind.replaceAll('_', ' ');
