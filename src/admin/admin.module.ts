import { Module } from '@nestjs/common';
import { CheckoutModule } from '../checkout/checkout.module.js';
import { InventoryModule } from '../inventory/inventory.module.js';
import { PartnersModule } from '../partners/partners.module.js';
import { PaymentsModule } from '../payments/payments.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { SalesModule } from '../sales/sales.module.js';
import { HistoryRepository } from './live/history.repository.js';
import { LiveService } from './live/live.service.js';
import { LiveStore } from './live/live.store.js';
import { SaleSeatMaps } from './seat-maps/sale-seat-maps.service.js';
import { StaffStockService } from './stock/staff-stock.service.js';
import { StaffSalesService } from './sales/staff-sales.service.js';
import { MembersRepository } from './sign-in/members.repository.js';
import { OwnerService } from './sign-in/owner.service.js';
import { Passwords } from './sign-in/passwords.js';
import { SignInService } from './sign-in/sign-in.service.js';
import { SignInStore } from './sign-in/sign-in.store.js';

/** What the promoter's team does: it composes the other rooms and decides nothing of theirs. */
@Module({
  imports: [SalesModule, QueueModule, InventoryModule, PaymentsModule, CheckoutModule, PartnersModule],
  providers: [
    MembersRepository,
    Passwords,
    SignInStore,
    SignInService,
    OwnerService,
    StaffSalesService,
    LiveService,
    LiveStore,
    StaffStockService,
    SaleSeatMaps,
    HistoryRepository,
  ],
  exports: [
    SignInService,
    OwnerService,
    MembersRepository,
    StaffSalesService,
    StaffStockService,
    SaleSeatMaps,
    LiveService,
    LiveStore,
    HistoryRepository,
  ],
})
export class AdminModule {}
