import { Module } from '@nestjs/common';
import { CheckoutModule } from './checkout.module.js';
import { HoldsController } from './holds/holds.controller.js';
import { OrderCredentialsReader } from './orders/order-credentials.js';
import { OrderPageController } from './orders/order-page.controller.js';
import { OrderPapersController } from './orders/order-papers.controller.js';
import { OrderWalletsController } from './orders/order-wallets.controller.js';
import { OrdersController } from './orders/orders.controller.js';

@Module({
  imports: [CheckoutModule],
  controllers: [HoldsController, OrdersController, OrderPapersController, OrderWalletsController, OrderPageController],
  providers: [OrderCredentialsReader],
})
export class CheckoutDoorsModule {}
