import { Injectable } from '@nestjs/common';
import type { ActionCode } from '../../contract/action-words.js';
import type { AddedTypeAnswer, ChannelsAnswer, StockAnswer } from '../../contract/stock-shapes.js';
import { PartnersService } from '../../partners/partners.service.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { ProblemError } from '../../platform/problem/problem.js';
import type { TicketTypeInput } from '../../sales/catalogue/ticket-type-input.types.js';
import { type SaleStockResult, SaleStockService } from '../../sales/catalogue/sale-stock.service.js';
import type { ChannelInput, StockChangeInput } from '../../sales/catalogue/stock-input.types.js';
import type { Staff } from '../sign-in/staff.types.js';

type JsonData = NonNullable<Parameters<AuditService['record']>[3]>;

/** Stock operations by staff: delegates each change to sales and audits it once it succeeded. */
@Injectable()
export class StaffStockService {
  constructor(
    private readonly stock: SaleStockService,
    private readonly audit: AuditService,
    private readonly partners: PartnersService,
  ) {}

  async change(staff: Staff, saleId: string, input: StockChangeInput): Promise<StockAnswer> {
    const subject = await this.noted(staff, 'sale.stock', saleId, input, await this.stock.change(saleId, input));
    return await this.answer(saleId, subject);
  }

  async addType(staff: Staff, saleId: string, input: TicketTypeInput): Promise<AddedTypeAnswer> {
    const id = await this.noted(staff, 'sale.ticket-type', saleId, input, await this.stock.addType(saleId, input));
    return { id, ...(await this.answer(saleId, id)) };
  }

  async setChannels(staff: Staff, saleId: string, input: ChannelInput[]): Promise<ChannelsAnswer> {
    for (const partnerId of new Set(input.map((channel) => channel.partnerId ?? null)))
      if (partnerId !== null && (await this.partners.read(partnerId))?.archivedAt !== null)
        throw new ProblemError('PARTNER_UNKNOWN', { detail: `There is no partner ${partnerId}, or it is archived.` });
    await this.noted(staff, 'sale.channels', saleId, input, await this.stock.setChannels(saleId, input));
    return await this.channels(saleId);
  }

  async channels(saleId: string): Promise<ChannelsAnswer> {
    return { channels: await this.stock.channels(saleId) };
  }

  private async answer(saleId: string, subject: string): Promise<StockAnswer> {
    const stock = await this.stock.breakdown(saleId);
    const own = stock.find(({ ticketTypeId }) => ticketTypeId === subject) ?? stock[0];
    if (!own) throw new ProblemError('NOT_FOUND');
    return { ...own, stock };
  }

  /** Returns the change; throws the coded refusal otherwise. */
  private async noted(
    staff: Staff,
    action: ActionCode,
    saleId: string,
    input: object,
    result: SaleStockResult,
  ): Promise<string> {
    if (result.kind !== 'changed') throw refusalOf(result);
    await this.audit.record(staff.actor, action, saleId, { asked: JSON.parse(JSON.stringify(input)) as JsonData });
    return result.subject;
  }
}

function refusalOf(result: Exclude<SaleStockResult, { kind: 'changed' }>): ProblemError {
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
      return new ProblemError('CAPACITY_BELOW_SOLD');
    case 'seats_taken':
      return new ProblemError('SEATS_TAKEN', { detail: `Taken: ${result.seatIds.slice(0, NAMED).join(', ')}` });
    case 'busy':
      return new ProblemError('STOCK_CHANGE_BUSY');
    case 'later':
      return new ProblemError('CORE_AWAY', {
        detail: 'The change is kept and will be made as soon as stock can be reached.',
      });
  }
}

/** Limit of seats named in text for people. */
const NAMED = 20;
