import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { AdminDoorsModule } from './admin/admin.doors.module.js';
import { AdminTasksModule } from './admin/admin.tasks.module.js';
import { CardEntryModule } from './checkout/card-entry/card-entry.module.js';
import { CheckoutDoorsModule } from './checkout/checkout.doors.module.js';
import { CheckoutReactionsModule } from './checkout/checkout.reactions.module.js';
import { CheckoutTasksModule } from './checkout/checkout.tasks.module.js';
import { ControlSocketsModule } from './gateway/control/control-sockets.module.js';
import { QueueSocketsModule } from './gateway/queue/queue-sockets.module.js';
import { ShopSocketsModule } from './gateway/shop/shop-sockets.module.js';
import { PartnersDoorsModule } from './partners/partners.doors.module.js';
import { PartnersTasksModule } from './partners/partners.tasks.module.js';
import { PaymentsDoorsModule } from './payments/payments.doors.module.js';
import { PaymentsTasksModule } from './payments/payments.tasks.module.js';
import type { Config, Role } from './platform/config/config.js';
import { PlatformModule } from './platform/platform.module.js';
import { QueueDoorsModule } from './queue/queue.doors.module.js';
import { QueueTasksModule } from './queue/queue.tasks.module.js';
import { SalesDoorsModule } from './sales/sales.doors.module.js';
import { SalesTasksModule } from './sales/sales.tasks.module.js';
import { TicketsDoorsModule } from './tickets/tickets.doors.module.js';
import { TicketsTasksModule } from './tickets/tickets.tasks.module.js';

/** Modules per role: the only place that reads roles. Modules shared by roles are instantiated once. */
const modulesOf: Record<Role, Type[]> = {
  edge: [SalesDoorsModule, QueueDoorsModule, QueueSocketsModule],
  shop: [CheckoutDoorsModule, TicketsDoorsModule, PartnersDoorsModule, ShopSocketsModule],
  payments: [CardEntryModule, PaymentsDoorsModule, PaymentsTasksModule, CheckoutReactionsModule],
  control: [
    AdminDoorsModule,
    ControlSocketsModule,
    AdminTasksModule,
    SalesTasksModule,
    QueueTasksModule,
    CheckoutTasksModule,
    TicketsTasksModule,
    PartnersTasksModule,
  ],
};

@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    const features = new Set([...config.roles].flatMap((role) => modulesOf[role]));
    return { module: AppModule, imports: [PlatformModule.with(config), ...features] };
  }
}
