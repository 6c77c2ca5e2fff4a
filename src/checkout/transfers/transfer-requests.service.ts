import { Injectable } from '@nestjs/common';
import type { TransferShape } from '../../contract/orders/transfer-shapes.js';
import { RefundsService } from '../../payments/refunds/refunds.service.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { SaleCache } from '../../sales/catalogue/cache/sale-cache.service.js';
import { type Holder, TicketTransfers } from '../../tickets/transfer/transfers.service.js';
import { type Refused, refused } from '../checkout.errors.js';
import { holdsCardNumber } from '../orders/placing/card-number.rules.js';
import { andNotRefunding } from './access.sql.js';
import { TransferBearers, type TransferRequest } from './transfer-bearers.js';

export type TransferAnswer = { kind: 'ok'; transfer: TransferShape } | Refused;

const CARD_IN_NAME = { field: 'name', message: 'name must not hold a card number' };
const details = {
  passed_on: 'It is somebody else’s already.',
  not_valid: 'It is not valid.',
  admitted: 'Somebody has been let in with it.',
  too_often: 'It has changed hands too often.',
  refunding: 'Its money is on the way back.',
} as const;

/** Transfers a ticket on behalf of its buyer or its current holder. */
@Injectable()
export class TransferRequests {
  constructor(
    private readonly bearers: TransferBearers,
    private readonly sales: SaleCache,
    private readonly transfers: TicketTransfers,
    private readonly refunds: RefundsService,
    private readonly audit: AuditService,
  ) {}

  async transfer(request: TransferRequest, to: Holder & { language: string }): Promise<TransferAnswer> {
    const { ticketId } = request;
    if (holdsCardNumber(to.name)) return refused('VALIDATION_FAILED', { errors: [CARD_IN_NAME] });
    const requester = () => this.bearers.requesterOf(request);
    const { bearerOf } = await requester();
    const ticket = await this.transfers.find(ticketId);
    if (!ticket || bearerOf(ticket) === null) return refused('NOT_FOUND');
    if (!(await this.sales.byId(ticket.saleId))?.transferable) return refused('TRANSFERS_OFF');
    if (await this.refunds.isRefunding(ticket.orderId, ticketId)) return refusedFor('refunding');
    // also within the statement, which leaves but its own milliseconds for a refund to be asked for
    const whileFree = async () => {
      const { onlyWhile, ...rest } = await requester();
      return { ...rest, onlyWhile: andNotRefunding(onlyWhile, ticket.orderId, ticketId) };
    };
    const result = await this.transfers.transfer(ticketId, whileFree, to);
    if (result.kind === 'refused' && (await this.refunds.isRefunding(ticket.orderId, ticketId)))
      return refusedFor('refunding');
    switch (result.kind) {
      case 'not_found':
        return refused('NOT_FOUND');
      case 'refused':
        return refusedFor(result.why);
      case 'done': {
        const { orderId, transfers, transferredAt, label } = result.ticket;
        const actor = bearerOf(ticket) === 'buyer' ? 'fan' : 'holder';
        if (result.fresh) await this.audit.record(actor, 'ticket.transfer', orderId, { ticketId, transfers });
        const at = (transferredAt ?? new Date(0)).toISOString();
        return { kind: 'ok', transfer: { ticketId, label, to: result.ticket.holder, at } };
      }
    }
  }
}

const refusedFor = (why: keyof typeof details): Refused => refused('TICKET_NOT_TRANSFERABLE', { detail: details[why] });
