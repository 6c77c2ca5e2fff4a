import { Injectable } from '@nestjs/common';
import type { AddedTypeAnswer, ChannelsAnswer, StockAnswer } from '../../contract/stock/stock-shapes.js';
import { PartnersService } from '../../partners/partners.service.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { ProblemError } from '../../platform/problem/problem.js';
import type { TicketTypeInput } from '../../sales/catalogue/input/ticket-type-input.types.js';
import { type SaleStockResult, SaleStockService } from '../../sales/catalogue/changes/sale-stock.service.js';
import type { ChannelInput, StockChangeInput } from '../../sales/catalogue/input/stock-input.types.js';
import { SaleCache } from '../../sales/catalogue/cache/sale-cache.service.js';
import { approvalRequired } from '../approvals/approval-answers.js';
import { ApprovalGate } from '../approvals/approval-gate.js';
import { asked, type Doer, saleEntry } from '../approvals/proposal-entry.rules.js';
import type { Proposal } from '../approvals/proposal.types.js';
import type { Staff } from '../sign-in/staff.types.js';

/** Stock operations by staff: delegates each change to sales, with the entry that is logged where it is made. */
@Injectable()
export class StaffStockService {
  constructor(
    private readonly stock: SaleStockService,
    private readonly audit: AuditService,
    private readonly partners: PartnersService,
    private readonly sales: SaleCache,
    private readonly gate: ApprovalGate,
  ) {}

  async change(staff: Staff, saleId: string, input: StockChangeInput): Promise<StockAnswer> {
    // seats are agreed upon as they lie; a capacity is told with its value before
    const version = input.seatIds ? { version: await this.stock.channelsVersion(saleId) } : {};
    await this.stopIfRunning(staff, { action: 'change_stock', saleId, input, ...version });
    return await this.answer(saleId, subjectOf(await this.changeNow(alone(staff), saleId, input)));
  }

  async changeNow(doer: Doer, saleId: string, input: StockChangeInput, version?: string): Promise<SaleStockResult> {
    const entry = saleEntry('sale.stock', saleId, asked(input), doer);
    return this.noted(await this.stock.change(saleId, input, entry, version));
  }

  async addType(staff: Staff, saleId: string, input: TicketTypeInput): Promise<AddedTypeAnswer> {
    await this.stopIfRunning(staff, { action: 'add_ticket_type', saleId, input });
    const id = subjectOf(await this.addTypeNow(alone(staff), saleId, input));
    return { id, ...(await this.answer(saleId, id)) };
  }

  async addTypeNow(doer: Doer, saleId: string, input: TicketTypeInput): Promise<SaleStockResult> {
    const entry = saleEntry('sale.ticket-type', saleId, asked(input), doer);
    return this.noted(await this.stock.addType(saleId, input, entry));
  }

  /** @param version as read; if stock or channels have changed since, nobody is asked to approve the old list either */
  async setChannels(staff: Staff, saleId: string, input: ChannelInput[], version?: string): Promise<ChannelsAnswer> {
    await this.refuseUnknownPartners(input);
    const now = await this.stock.channelsVersion(saleId);
    if (version !== undefined && version !== now) throw new ProblemError('VERSION_CONFLICT');
    await this.stopIfRunning(staff, { action: 'set_channels', saleId, input, version: now });
    subjectOf(await this.setChannelsNow(alone(staff), saleId, input, version), ALLOCATED_TOO_MUCH);
    return await this.channels(saleId);
  }

  async setChannelsNow(doer: Doer, saleId: string, input: ChannelInput[], version?: string): Promise<SaleStockResult> {
    await this.refuseUnknownPartners(input); // one may have been archived since it was asked for
    const entry = saleEntry('sale.channels', saleId, asked(input), doer);
    return this.noted(await this.stock.setChannels(saleId, input, entry, version));
  }

  async channels(saleId: string): Promise<ChannelsAnswer> {
    const version = await this.stock.channelsVersion(saleId); // first: the list may be newer, never older
    return { channels: await this.stock.channels(saleId), version };
  }

  private async answer(saleId: string, subject: string): Promise<StockAnswer> {
    const stock = await this.stock.breakdown(saleId);
    const own = stock.find(({ ticketTypeId }) => ticketTypeId === subject) ?? stock[0];
    if (!own) throw new ProblemError('NOT_FOUND');
    return { ...own, stock };
  }

  private async refuseUnknownPartners(input: ChannelInput[]): Promise<void> {
    for (const partnerId of new Set(input.map((channel) => channel.partnerId ?? null)))
      if (partnerId !== null && (await this.partners.read(partnerId))?.archivedAt !== null)
        throw new ProblemError('PARTNER_UNKNOWN', { detail: `There is no partner ${partnerId}, or it is archived.` });
  }

  /** Throws APPROVAL_REQUIRED where a second person is needed; a draft's stock is nobody's yet. */
  private async stopIfRunning(staff: Staff, proposal: Proposal & { saleId: string }): Promise<void> {
    const sale = await this.sales.byId(proposal.saleId);
    if (!sale || sale.state === 'draft' || sale.state === 'closed') return;
    const stop = await this.gate.stop(staff, proposal);
    if (stop) throw approvalRequired(stop);
  }

  private noted(result: SaleStockResult): SaleStockResult {
    if (result.kind === 'changed') this.audit.wrote();
    return result;
  }
}

const alone = ({ actor }: Staff): Doer => ({ actor, approvalId: null });

/** Returns the ticket type of a change; throws the coded refusal otherwise. */
function subjectOf(result: SaleStockResult, belowWords?: string): string {
  if (result.kind !== 'changed') throw refusalOf(result, belowWords);
  return result.subject;
}

function refusalOf(result: Exclude<SaleStockResult, { kind: 'changed' }>, belowWords?: string): ProblemError {
  switch (result.kind) {
    case 'not_found':
      return new ProblemError('NOT_FOUND');
    case 'refused':
      return new ProblemError('SALE_STATE', { detail: `The sale is ${result.state}.` });
    case 'invalid':
      return new ProblemError('VALIDATION_FAILED', { errors: result.errors });
    case 'not_supported':
      return new ProblemError('NOT_SUPPORTED', { detail: result.detail });
    case 'ticket_type_unknown':
      return new ProblemError('TICKET_TYPE_UNKNOWN');
    case 'seat_unknown':
      return new ProblemError('SEAT_UNKNOWN', { detail: `Unknown: ${result.seatId}` });
    case 'below':
      return new ProblemError('CAPACITY_BELOW_SOLD', belowWords === undefined ? {} : { detail: belowWords });
    case 'seats_taken':
      return new ProblemError('SEATS_TAKEN', { detail: `Taken: ${result.seatIds.slice(0, NAMED).join(', ')}` });
    case 'conflict':
      return new ProblemError('VERSION_CONFLICT');
    case 'busy':
      return new ProblemError('STOCK_CHANGE_BUSY');
    case 'later':
      return new ProblemError('CORE_AWAY', {
        detail: 'The change is kept and will be made as soon as stock can be reached.',
      });
  }
}

const ALLOCATED_TOO_MUCH =
  'A ticket type has not so many tickets, or a channel would have fewer of them than are sold and held there.';
/** Limit of seats named in text for people. */
const NAMED = 20;
