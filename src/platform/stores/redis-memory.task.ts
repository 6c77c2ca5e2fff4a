import { Injectable } from '@nestjs/common';
import type { Gauge } from 'prom-client';
import { PeriodicTask } from '../lifecycle/periodic-task.js';
import { Metrics } from '../metrics/metrics.js';
import { memoryShareOf } from '../overload/memory.rules.js';
import { OverloadGate } from '../overload/overload.gate.js';
import { RedisService } from '../redis/redis.service.js';

/** Watches how full Redis is: at its limit every write fails, releases and confirmations too. */
@Injectable()
export class RedisMemoryTask extends PeriodicTask {
  override readonly name = 'redis-memory';
  override readonly everyMs = 5_000;
  private readonly gauge: Gauge;

  constructor(
    private readonly redis: RedisService,
    private readonly gate: OverloadGate,
    metrics: Metrics,
  ) {
    super();
    this.gauge = metrics.gauge(
      'redis_memory_ratio',
      'Memory used by the core, of its limit; NaN: no limit, or unknown',
    );
    this.publish(null);
  }

  override async runOnce(): Promise<void> {
    try {
      this.publish(this.redis.isHere ? memoryShareOf(await this.redis.infos('memory')) : null);
    } catch (error) {
      this.publish(null);
      throw error;
    }
  }

  private publish(share: number | null): void {
    this.gate.memoryShare = share;
    this.gauge.set(share ?? Number.NaN);
  }
}
