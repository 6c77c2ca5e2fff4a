import type { RefundShape } from '../../contract/money/refund-shapes.js';
import type { OrderShape, PaymentShape, TicketShape } from '../../contract/orders/order-shapes.js';
import type { ShowShape } from '../../contract/sale/sale-shapes.js';
import type { TransferShape } from '../../contract/orders/transfer-shapes.js';
import type { Wallet } from '../../tickets/wallet/wallet.types.js';
import { publicState } from './order.state.js';
import type { OrderRecord } from './orders.types.js';

export interface OrderExtras {
  show: ShowShape;
  saleSlug: string | null;
  transferable: boolean;
  expiresAt: string;
  payment: PaymentShape | null;
  refunds: RefundShape[];
  /** Empty for readers with only a pass. */
  tickets: TicketShape[];
  /** Tickets transferred to others; undefined for readers with only a pass. */
  transferred?: TransferShape[] | undefined;
  wallets: Wallet[];
  accessToken?: string;
  /** Whether the reader proved to be the buyer rather than only the admission. */
  withBuyer: boolean;
}

export function orderShape(order: OrderRecord, extras: OrderExtras): OrderShape {
  const { currency } = order;
  return {
    id: order.id,
    state: publicState(order.state),
    saleId: order.saleId,
    saleSlug: extras.saleSlug,
    lines: [
      ...order.lines.map(({ label, priceMinor }) => ({
        kind: 'ticket' as const,
        label,
        amount: priceMinor,
        included: false,
      })),
      ...(order.charges ?? []),
    ],
    total: { amount: order.totalMinor, currency },
    refunded: { amount: order.refundedMinor, currency },
    refunds: extras.refunds,
    placedAt: order.createdAt.toISOString(),
    expiresAt: extras.expiresAt,
    payment: extras.payment,
    tickets: extras.tickets,
    transferable: extras.transferable,
    ...(extras.transferred === undefined ? {} : { transferred: extras.transferred }),
    wallets: extras.tickets.length > 0 ? extras.wallets : [],
    ...(extras.accessToken === undefined ? {} : { accessToken: extras.accessToken }),
    reason: order.reason,
    dispute: order.dispute,
    ...(extras.withBuyer ? { buyer: { email: order.buyerEmail, name: order.buyerName } } : {}),
    show: extras.show,
  };
}
