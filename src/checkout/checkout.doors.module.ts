import { Module } from '@nestjs/common';
import { CheckoutModule } from './checkout.module.js';
import { HoldsController } from './holds/holds.controller.js';
import { OrderPageController } from './orders/order-page.controller.js';
import { OrdersController } from './orders/orders.controller.js';

@Module({ imports: [CheckoutModule], controllers: [HoldsController, OrdersController, OrderPageController] })
export class CheckoutDoorsModule {}
