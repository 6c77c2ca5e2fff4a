import { Module } from '@nestjs/common';
import { CheckoutModule } from '../checkout/checkout.module.js';
import { PartnersModule } from '../partners/partners.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { SalesModule } from '../sales/sales.module.js';
import { TicketsModule } from '../tickets/tickets.module.js';
import { InventoryModule } from '../inventory/inventory.module.js';
import { AdminModule } from './admin.module.js';
import { AccessCodesController } from './access-codes/access-codes.controller.js';
import { StaffAuditController } from './audit/audit.controller.js';
import { LiveController } from './live/live.controller.js';
import { AttentionController } from './orders/attention.controller.js';
import { StaffOrdersController } from './orders/orders.controller.js';
import { RefundsController } from './orders/refunds.controller.js';
import { AdminPageController } from './page/page.controller.js';
import { SaleSeatMapController, SeatMapsController } from './seat-maps/seat-maps.controller.js';
import { StaffStockController } from './stock/stock.controller.js';
import { PromoCodesController } from './promo/promo-codes.controller.js';
import { CancelShowController } from './sales/cancel-show.controller.js';
import { StaffApiKeysController } from './partners/api-keys.controller.js';
import { StaffPartnersController } from './partners/partners.controller.js';
import { PassKeysController } from './pass-keys/pass-keys.controller.js';
import { StaffSalesController } from './sales/sales.controller.js';
import { PrivacyController } from './privacy/privacy.controller.js';
import { ScansController } from './scans/scans.controller.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { StaffWebhooksController } from './webhooks/webhooks.controller.js';

@Module({
  imports: [AdminModule, InventoryModule, SalesModule, QueueModule, CheckoutModule, PartnersModule, TicketsModule],
  controllers: [
    SignInController,
    StaffSalesController,
    AccessCodesController,
    CancelShowController,
    PassKeysController,
    LiveController,
    StaffStockController,
    SeatMapsController,
    SaleSeatMapController,
    StaffWebhooksController,
    StaffPartnersController,
    StaffApiKeysController,
    StaffAuditController,
    StaffOrdersController,
    PromoCodesController,
    RefundsController,
    AttentionController,
    ScansController,
    PrivacyController,
    AdminPageController,
  ],
})
export class AdminDoorsModule {}
