import { Module } from '@nestjs/common';
import { CheckoutModule } from '../checkout/checkout.module.js';
import { PartnersModule } from '../partners/partners.module.js';
import { SalesModule } from '../sales/sales.module.js';
import { AdminModule } from './admin.module.js';
import { StaffAuditController } from './audit/audit.controller.js';
import { LiveController } from './live/live.controller.js';
import { StaffOrdersController } from './orders/orders.controller.js';
import { AdminPageController } from './page/page.controller.js';
import { StaffStockController } from './stock/stock.controller.js';
import { StaffSalesController } from './sales/sales.controller.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { StaffWebhooksController } from './webhooks/webhooks.controller.js';

@Module({
  imports: [AdminModule, SalesModule, CheckoutModule, PartnersModule],
  controllers: [
    SignInController,
    StaffSalesController,
    LiveController,
    StaffStockController,
    StaffWebhooksController,
    StaffAuditController,
    StaffOrdersController,
    AdminPageController,
  ],
})
export class AdminDoorsModule {}
