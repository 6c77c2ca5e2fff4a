import { Module } from '@nestjs/common';
import { PaymentsModule } from '../payments/payments.module.js';
import { OrderReactions } from './facts/order-reactions.service.js';
import { OrdersRepository } from './orders/orders.repository.js';
import { OrderRefundsRepository } from './refunds/refunds.repository.js';

/** Order changes made by the payments role: SQL only, so it works whatever other roles this process has. */
@Module({
  imports: [PaymentsModule],
  providers: [OrdersRepository, OrderRefundsRepository, OrderReactions],
  exports: [OrdersRepository, OrderRefundsRepository, OrderReactions],
})
export class CheckoutReactionsModule {}
