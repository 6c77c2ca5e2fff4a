import { Module } from '@nestjs/common';
import { PaymentsModule } from '../payments/payments.module.js';
import { OrderReactions } from './facts/order-reactions.service.js';
import { OrdersRepository } from './orders/orders.repository.js';
import { OrderRefundsRepository } from './refunds/refunds.repository.js';

/** Orders as the payments role moves them: statements alone, whatever else this process does or does not do. */
@Module({
  imports: [PaymentsModule],
  providers: [OrdersRepository, OrderRefundsRepository, OrderReactions],
  exports: [OrdersRepository, OrderRefundsRepository, OrderReactions],
})
export class CheckoutReactionsModule {}
