import { Module } from '@nestjs/common';
import { CheckoutModule } from '../checkout/checkout.module.js';
import { SalesModule } from '../sales/sales.module.js';
import { PartnerController } from './doors/partner.controller.js';
import { PartnerLogController } from './doors/partner-log.controller.js';
import { PartnerHoldsController } from './doors/partner-holds.controller.js';
import { PartnerOrdersController } from './doors/partner-orders.controller.js';
import { PartnerSalesController } from './doors/partner-sales.controller.js';
import { PartnerWebhooksController } from './doors/partner-webhooks.controller.js';
import { PortalPageController } from './doors/portal-page.controller.js';
import { PortalSessionsController } from './doors/portal-sessions.controller.js';
import { PartnersModule } from './partners.module.js';

@Module({
  imports: [PartnersModule, SalesModule, CheckoutModule],
  controllers: [
    PartnerController,
    PartnerSalesController,
    PartnerHoldsController,
    PartnerOrdersController,
    PartnerWebhooksController,
    PartnerLogController,
    PortalSessionsController,
    PortalPageController,
  ],
})
export class PartnersDoorsModule {}
