import { Module } from '@nestjs/common';
import { InventoryModule } from '../inventory/inventory.module.js';
import { PaymentsModule } from '../payments/payments.module.js';
import { StoreMarkModule } from '../payments/quarantine/store-mark.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { SalesModule } from '../sales/sales.module.js';
import { DeclineAlarmTask } from './attention/decline-alarm.task.js';
import { DeclinesRepository } from './attention/declines.repository.js';
import { WatchdogTask } from './attention/watchdog.task.js';
import { AuditTask } from './audit/audit.task.js';
import { CheckoutModule } from './checkout.module.js';
import { FactsTask } from './facts/facts.task.js';
import { BuyerMessagesTask } from './messages/buyer-messages.task.js';
import { OrderMailsTask } from './mail/order-mails.task.js';
import { OrderExpiryTask } from './orders/ends/order-expiry.task.js';
import { RecoveryLocker } from './recovery/recovery-locks.js';
import { RecoveryTask } from './recovery/recovery.task.js';
import { ReportTask } from './figures/report.task.js';
import { ShowCancellationTask } from './refunds/show-cancellation.task.js';
import { StockReturnTask } from './orders/ends/stock-return.task.js';

/** Background tasks of checkout; safe to run on any number of nodes. */
@Module({
  imports: [CheckoutModule, SalesModule, QueueModule, InventoryModule, PaymentsModule, StoreMarkModule],
  providers: [
    OrderMailsTask,
    BuyerMessagesTask,
    FactsTask,
    OrderExpiryTask,
    StockReturnTask,
    RecoveryLocker,
    RecoveryTask,
    AuditTask,
    ReportTask,
    WatchdogTask,
    DeclineAlarmTask,
    DeclinesRepository,
    ShowCancellationTask,
  ],
})
export class CheckoutTasksModule {}
