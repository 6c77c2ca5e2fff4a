import { Module } from '@nestjs/common';
import { InventoryModule } from '../inventory/inventory.module.js';
import { PaymentsModule } from '../payments/payments.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { SalesModule } from '../sales/sales.module.js';
import { TicketsModule } from '../tickets/tickets.module.js';
import { AdmissionEnd } from './facts/admission-end.js';
import { CheckoutReactionsModule } from './checkout.reactions.module.js';
import { AdoptionRepository } from './attention/adoption.repository.js';
import { AttentionExits } from './attention/attention-exits.js';
import { AttentionRepository } from './attention/attention.repository.js';
import { AttentionService } from './attention/attention.service.js';
import { QuarantineExits } from './attention/quarantine-exits.js';
import { StrayStock } from './attention/stray-stock.js';
import { StuckOrdersRepository } from './attention/stuck-orders.repository.js';
import { StuckRows } from './attention/stuck-rows.service.js';
import { CardBrakesRepository } from './brakes/card-brakes.repository.js';
import { CardBrakes } from './brakes/card-brakes.service.js';
import { CheckoutRepository } from './checkout.repository.js';
import { CheckoutService } from './checkout.service.js';
import { AllocationReturns } from './allocations/allocation-returns.service.js';
import { Allocations } from './allocations/allocations.service.js';
import { HeldSalesStore } from './allocations/held-sales.store.js';
import { PartnerOrdersRepository } from './allocations/partner-orders.repository.js';
import { PartnerOrders } from './allocations/partner-orders.service.js';
import { HoldsService } from './holds/holds.service.js';
import { LimitsRepository } from './limits/limits.repository.js';
import { PersonLimits } from './limits/person-limits.service.js';
import { UnchargedOrders } from './orders/ends/uncharged-orders.service.js';
import { IntentWaiters } from './orders/placing/intent-waiters.js';
import { OrderAccess } from './orders/order-access.js';
import { OrderAftermath } from './facts/order-aftermath.service.js';
import { DisputedOrders } from './disputes/disputed-orders.service.js';
import { DisputesRepository } from './disputes/disputes.repository.js';
import { FactAttention } from './facts/fact-attention.js';
import { OrderMoves } from './facts/order-moves.service.js';
import { OrderFacts } from './facts/order-facts.service.js';
import { OrderDrafts } from './orders/placing/order-drafts.service.js';
import { OrderMails } from './mail/order-mails.service.js';
import { MailContents } from './mail/mail-contents.service.js';
import { MessageContents } from './mail/message-contents.service.js';
import { BuyerMessagesRepository } from './messages/buyer-messages.repository.js';
import { BuyerMessages } from './messages/buyer-messages.service.js';
import { PrivacyRepository } from './privacy/privacy.repository.js';
import { PrivacyService } from './privacy/privacy.service.js';
import { HeldTickets } from './transfers/held-tickets.service.js';
import { HolderAccess } from './transfers/holder-access.js';
import { TransferBearers } from './transfers/transfer-bearers.js';
import { TransferRequests } from './transfers/transfer-requests.service.js';
import { OrderWallets } from './orders/papers/order-wallets.service.js';
import { OrderPapers } from './orders/papers/order-papers.service.js';
import { OrderNews } from './orders/order-news.js';
import { OrderWriter } from './orders/placing/order-writer.js';
import { OrderView } from './orders/order-view.service.js';
import { OrdersService } from './orders/orders.service.js';
import { PlaceOrder } from './orders/placing/place-order.service.js';
import { PromoCodes } from './promo/promo-codes.service.js';
import { PromoFailures } from './promo/promo-failures.store.js';
import { PromoRepository } from './promo/promo.repository.js';
import { OrderRefunds } from './refunds/order-refunds.service.js';
import { ShowCancellationRepository } from './refunds/show-cancellation.repository.js';
import { OrderCancellations } from './orders/ends/order-cancellation.service.js';
import { RefundWeights } from './refunds/refund-weight.service.js';
import { ShowCancellations } from './refunds/show-cancellation.service.js';
import { OrderNotesRepository } from './staff/order-notes.repository.js';
import { OrderNotes } from './staff/order-notes.service.js';
import { StaffOrdersRepository } from './staff/staff-orders.repository.js';
import { StaffOrdersService } from './staff/staff-orders.service.js';
import { RebuildReportsRepository } from './recovery/rebuild-reports.repository.js';
import { RebuildReports } from './recovery/rebuild-reports.service.js';
import { StockReturnsRepository } from './orders/ends/stock-returns.repository.js';

const services = [
  ...[
    CheckoutService,
    HoldsService,
    OrdersService,
    PlaceOrder,
    OrderView,
    OrderAccess,
    OrderNews,
    OrderPapers,
    OrderWallets,
    OrderMails,
    MailContents,
    ...[MessageContents, BuyerMessages, BuyerMessagesRepository],
    PrivacyService,
    PrivacyRepository,
    OrderFacts,
    OrderMoves,
    DisputedOrders,
    DisputesRepository,
    FactAttention,
    OrderAftermath,
    OrderWriter,
    AdmissionEnd,
    IntentWaiters,
    OrderDrafts,
    UnchargedOrders,
    OrderRefunds,
    ShowCancellations,
    ShowCancellationRepository,
    OrderCancellations,
    RefundWeights,
  ],
  ...[
    AttentionService,
    AttentionExits,
    AttentionRepository,
    StuckRows,
    StuckOrdersRepository,
    StrayStock,
    QuarantineExits,
    AdoptionRepository,
  ],
  ...[CheckoutRepository, StockReturnsRepository, StaffOrdersRepository, StaffOrdersService],
  ...[OrderNotesRepository, OrderNotes],
  ...[RebuildReports, RebuildReportsRepository],
  ...[Allocations, AllocationReturns, HeldSalesStore, PartnerOrders, PartnerOrdersRepository],
  ...[HeldTickets, HolderAccess, TransferBearers, TransferRequests],
  ...[PromoCodes, PromoRepository, PromoFailures],
  ...[CardBrakes, CardBrakesRepository, PersonLimits, LimitsRepository],
];

/** Holds and orders: joins the waiting room, stock and payments. */
@Module({
  imports: [SalesModule, QueueModule, InventoryModule, PaymentsModule, TicketsModule, CheckoutReactionsModule],
  providers: services,
  exports: [...services, CheckoutReactionsModule],
})
export class CheckoutModule {}
