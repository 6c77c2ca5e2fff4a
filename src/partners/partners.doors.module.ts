import { Module } from '@nestjs/common';
import { PartnerController } from './doors/partner.controller.js';
import { PartnersModule } from './partners.module.js';

@Module({ imports: [PartnersModule], controllers: [PartnerController] })
export class PartnersDoorsModule {}
