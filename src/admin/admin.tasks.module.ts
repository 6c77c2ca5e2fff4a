import { Module } from '@nestjs/common';
import { PartnersModule } from '../partners/partners.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { SalesModule } from '../sales/sales.module.js';
import { AdminModule } from './admin.module.js';
import { ApprovalsTask } from './approvals/approvals.task.js';
import { AuditSealTask } from './audit/audit-seal.task.js';
import { AuditSeals } from './audit/audit-seals.repository.js';
import { DemoSeed } from './demo/demo-seed.service.js';
import { HistoryTask } from './live/history.task.js';
import { LiveTask } from './live/live.task.js';
import { NodesWantedStore } from './metrics/nodes-wanted.store.js';
import { SaleMetricsTask } from './metrics/sale-metrics.task.js';
import { ScalingTask } from './metrics/scaling.task.js';
import { RetentionRepository } from './retention/retention.repository.js';
import { RetentionTask } from './retention/retention.task.js';
import { ResealTask } from './secrets/reseal.task.js';
import { SealedRowsRepository } from './secrets/sealed-rows.repository.js';
import { SessionSweepTask } from './sign-in/session-sweep.task.js';
import { OwnerContacts } from './team/owner-contacts.js';

@Module({
  imports: [AdminModule, SalesModule, QueueModule, PartnersModule],
  providers: [
    LiveTask,
    HistoryTask,
    RetentionRepository,
    RetentionTask,
    SaleMetricsTask,
    NodesWantedStore,
    ScalingTask,
    SealedRowsRepository,
    ResealTask,
    SessionSweepTask,
    ApprovalsTask,
    AuditSeals,
    AuditSealTask,
    DemoSeed,
    OwnerContacts,
  ],
})
export class AdminTasksModule {}
