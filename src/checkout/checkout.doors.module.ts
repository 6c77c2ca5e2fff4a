import { Module } from '@nestjs/common';
import { InventoryModule } from '../inventory/inventory.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { SalesModule } from '../sales/sales.module.js';
import { CheckoutModule } from './checkout.module.js';
import { HoldsController } from './holds/holds.controller.js';
import { OrderCredentialsReader } from './orders/order-credentials.js';
import { OrderPageController } from './orders/order-page.controller.js';
import { OrderPapersController } from './orders/papers/order-papers.controller.js';
import { OrderWalletsController } from './orders/papers/order-wallets.controller.js';
import { TransfersController } from './transfers/transfers.controller.js';
import { PlainOrder } from './pages/plain-order.service.js';
import { PlainShopPage } from './pages/plain-shop-page.service.js';
import { PlainShop } from './pages/plain-shop.service.js';
import { ShopPageController } from './pages/shop-page.controller.js';
import { OrdersController } from './orders/orders.controller.js';

@Module({
  imports: [CheckoutModule, SalesModule, QueueModule, InventoryModule],
  controllers: [
    HoldsController,
    OrdersController,
    OrderPapersController,
    OrderWalletsController,
    TransfersController,
    OrderPageController,
    ShopPageController,
  ],
  providers: [OrderCredentialsReader, PlainShop, PlainShopPage, PlainOrder],
})
export class CheckoutDoorsModule {}
