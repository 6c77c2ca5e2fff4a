import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { ReadyAnswers } from '../http/ready-answers.js';
import { PeriodicTask } from '../lifecycle/periodic-task.js';
import { Degradation } from '../overload/degradation.js';
import { OverloadGate } from '../overload/overload.gate.js';
import { RedisService } from '../redis/redis.service.js';
import { FanCalls } from './fan-calls.js';
import { NodeCallsStore } from './node-calls.store.js';

/** Reports what this node is, and what it answered to fans. A node that shuts down takes its report back; one that dies is missed. */
@Injectable()
export class NodeCallsTask extends PeriodicTask {
  override readonly name = 'node-calls';
  override readonly everyMs = 2_000;

  // more than six: a report says what the node itself knows
  constructor(
    private readonly calls: FanCalls,
    private readonly ready: ReadyAnswers,
    private readonly gate: OverloadGate,
    private readonly degradation: Degradation,
    private readonly store: NodeCallsStore,
    private readonly config: Config,
    private readonly redis: RedisService,
  ) {
    super();
  }

  override async beforeApplicationShutdown(): Promise<void> {
    await super.beforeApplicationShutdown();
    if (this.redis.isHere) await this.store.takeBack(this.config.nodeId).catch(() => undefined);
  }

  override async runOnce(): Promise<void> {
    const { refused } = this.gate;
    const counts = this.calls.sample({ answered: this.ready.served + refused, failed: refused });
    if (!this.redis.isHere) return;
    const standing = { roles: [...this.config.roles], ...this.degradation.report };
    await this.store.report(this.config.nodeId, counts, standing);
  }
}
