import { Module } from '@nestjs/common';
import { CheckoutModule } from './checkout.module.js';
import { HoldsController } from './holds.controller.js';
import { OrderPageController } from './order-page.controller.js';
import { OrdersController } from './orders.controller.js';

@Module({ imports: [CheckoutModule], controllers: [HoldsController, OrdersController, OrderPageController] })
export class CheckoutDoorsModule {}
