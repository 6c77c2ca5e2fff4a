import { Module } from '@nestjs/common';
import { SalesModule } from '../sales/sales.module.js';
import { PartnerController } from './doors/partner.controller.js';
import { PartnerSalesController } from './doors/partner-sales.controller.js';
import { PartnerWebhooksController } from './doors/partner-webhooks.controller.js';
import { PartnersModule } from './partners.module.js';

@Module({
  imports: [PartnersModule, SalesModule],
  controllers: [PartnerController, PartnerSalesController, PartnerWebhooksController],
})
export class PartnersDoorsModule {}
