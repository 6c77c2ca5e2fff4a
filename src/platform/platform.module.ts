import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { AuditService } from './audit/audit.service.js';
import { Clock, SystemClock } from './clock/clock.js';
import { DatabaseTime } from './clock/database-time.js';
import { PostgresTime } from './clock/database-time.repository.js';
import { Config } from './config/config.js';
import { Drain } from './health/drain.js';
import { EgressService } from './egress/egress.service.js';
import { HealthController } from './health/health.controller.js';
import { Cookies } from './http/cookies.js';
import { ReadyAnswers } from './http/ready-answers.js';
import { IdempotencyService } from './idempotency/idempotency.service.js';
import { UnsafeCalls } from './idempotency/unsafe-calls.interceptor.js';
import { Leases } from './lifecycle/lease.js';
import { TaskLags } from './lifecycle/task-lags.js';
import { Mailer } from './mail/mailer.service.js';
import { PromptMails } from './mail/prompt-mails.js';
import { FanCalls } from './metrics/fan-calls.js';
import { Metrics } from './metrics/metrics.js';
import { NodeCallsStore } from './metrics/node-calls.store.js';
import { NodeCallsTask } from './metrics/node-calls.task.js';
import { MetricsServer } from './metrics/metrics-server.js';
import { NewsService } from './news/news.service.js';
import { Degradation } from './overload/degradation.js';
import { OverloadGate } from './overload/overload.gate.js';
import { OutboxService } from './outbox/outbox.service.js';
import { PagesService } from './pages/pages.service.js';
import { PostgresProbe } from './prisma/postgres-probe.js';
import { BackgroundPrisma, LinePrisma, PrismaService } from './prisma/prisma.service.js';
import { RedisService } from './redis/redis.service.js';
import { InstallationId } from './tokens/installation-id.js';
import { InstallationRepository } from './tokens/installation.repository.js';
import { MigrationsCheck } from './stores/migrations-check.js';
import { RedisBindingStore } from './stores/redis-binding.store.js';
import { RedisBindingTask } from './stores/redis-binding.task.js';
import { RedisMemoryTask } from './stores/redis-memory.task.js';
import { StoreReachRepository } from './stores/store-reach.repository.js';
import { StoreReachTask } from './stores/store-reach.task.js';
import { StoreChecks } from './stores/store-checks.js';
import { Tallies } from './tally/tallies.js';
import { TalliesRepository } from './tally/tallies.repository.js';
import { TallyTask } from './tally/tally.task.js';
import { TracingService } from './tracing/tracing.service.js';
import { SecretCheck } from './tokens/secret-check.js';
import { SigningKeys } from './tokens/signing-keys.js';
import { Tokens } from './tokens/tokens.js';

const shared = [
  RedisService,
  PrismaService,
  LinePrisma,
  BackgroundPrisma,
  Tokens,
  SigningKeys,
  NewsService,
  OutboxService,
  EgressService,
  Leases,
  TaskLags,
  IdempotencyService,
  AuditService,
  Metrics,
  MetricsServer,
  PagesService,
  Cookies,
  ReadyAnswers,
  OverloadGate,
  Degradation,
  Drain,
  InstallationId,
  InstallationRepository,
  FanCalls,
  NodeCallsStore,
  Tallies,
  TalliesRepository,
];

/** All infrastructure, once per node. The only global module. */
@Global()
@Module({})
export class PlatformModule {
  static with(config: Config): DynamicModule {
    return {
      module: PlatformModule,
      controllers: [HealthController],
      providers: [
        { provide: Config, useValue: config },
        { provide: Clock, useClass: SystemClock },
        { provide: DatabaseTime, useClass: PostgresTime },
        { provide: APP_INTERCEPTOR, useClass: UnsafeCalls },
        Mailer,
        PromptMails,
        SecretCheck,
        MigrationsCheck,
        RedisBindingStore,
        RedisBindingTask,
        RedisMemoryTask,
        StoreChecks,
        PostgresProbe,
        StoreReachRepository,
        StoreReachTask,
        TracingService,
        TallyTask,
        NodeCallsTask,
        ...shared,
      ],
      exports: [Config, Clock, DatabaseTime, Mailer, PromptMails, RedisBindingTask, ...shared],
    };
  }
}
