import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type DegradationStep, degradationSteps } from '../../contract/line/degradation.js';
import { Metrics } from '../metrics/metrics.js';
import { AT_REST, standingAfter } from './ladder.policy.js';
import { OverloadGate } from './overload.gate.js';
import type { WorkClass } from './overload.policy.js';

const LOOK_EVERY_MS = 1_000;
/** Interval of pushed snapshots while stretched: shorter than the pause after a draw, in which everybody learns it. */
const STRETCHED_PUSH_MS = 3_000;

/**
 * Decides how far this node degrades under overload. The gate refuses single requests at the moment they come; this
 * reduces what keeps arriving, and holds each step long enough that the load does not return at once.
 */
@Injectable()
export class Degradation implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('Overload');
  private standing = AT_REST;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly gate: OverloadGate,
    metrics: Metrics,
  ) {
    const gauge = metrics.gauge('degradation_step', 'How far this node degrades under overload: 0 not at all, 3 most');
    metrics.onCollect(() => gauge.set(this.standing.step));
  }

  get step(): DegradationStep {
    return degradationSteps[this.standing.step] ?? 'none';
  }

  /** What this node reports to the control room. */
  get report(): { step: DegradationStep; shedding: WorkClass[] } {
    return { step: this.step, shedding: this.gate.shedding };
  }

  /** Minimum interval of snapshots pushed to one sale's sockets; 0 pushes each. */
  get pushEveryMs(): number {
    return this.isStretched ? STRETCHED_PUSH_MS : 0;
  }

  get isStretched(): boolean {
    return this.standing.step >= degradationSteps.indexOf('stretched');
  }

  acceptsSocket(): boolean {
    return this.standing.step < degradationSteps.indexOf('no_new_sockets') && this.gate.accepts('socket');
  }

  /** Takes the last second into account. */
  look(): void {
    const before = this.step;
    this.standing = standingAfter(this.standing, this.gate.takePressure());
    if (this.step !== before) this.log.warn(`degradation: ${before} → ${this.step}`);
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    if (this.timer) clearInterval(this.timer);
  }
}
