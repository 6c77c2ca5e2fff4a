import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { EgressService } from '../../platform/egress/egress.service.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { type AttemptRecord, DeliveryRepository, type DueMessage } from './delivery.repository.js';
import { askedPause, DISABLE_AFTER_MS, isDelivered, isGone, noteOf, pauseAfter } from './delivery.rules.js';
import { DisabledNotices } from './disabled-notices.js';
import { eventBody } from '../events/event-body.js';
import { headersFor } from './signing.js';

/** In-flight limit per node; each endpoint has its own as well. */
const AT_ONCE = 256;
const BUSY_EVERY_MS = 250;
const IDLE_EVERY_MS = 2_000;
const BUSY_FOR_MS = 10_000;
/** Interval of the check for endpoints that have failed for days. */
const JUDGE_EVERY_MS = 60_000;

/**
 * Delivers messages to endpoints. A round starts what is due without awaiting it, so that a slow receiver delays no
 * other.
 */
@Injectable()
export class DeliveryTask extends PeriodicTask {
  readonly name = 'webhook-delivery';
  private readonly log = new Logger('Webhooks');
  private readonly busy = new Map<string, number>();
  private readonly inFlight = new Set<Promise<void>>();
  private readonly attempts;
  private foundAt = Number.NEGATIVE_INFINITY;
  private judgedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly repository: DeliveryRepository,
    private readonly egress: EgressService,
    private readonly tokens: Tokens,
    private readonly notices: DisabledNotices,
    private readonly clock: Clock,
    metrics: Metrics,
  ) {
    super();
    this.attempts = metrics.counter('webhook_attempts_total', 'Tries to deliver a webhook, by outcome', ['outcome']);
  }

  /** Polls for retries; new messages wake the task on the node that numbered them. */
  override get everyMs(): number {
    return performance.now() - this.foundAt < BUSY_FOR_MS ? BUSY_EVERY_MS : IDLE_EVERY_MS;
  }

  async runOnce(): Promise<void> {
    await this.disableFailing();
    if (this.inFlight.size >= AT_ONCE) return;
    const due = await this.repository.take([...this.busy.keys()]);
    for (const message of due) this.begin(message);
    if (due.length > 0) this.foundAt = performance.now();
    if (due.length > 0) this.wake();
  }

  /** Awaits in-flight deliveries; for tests and shutdown. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.inFlight);
  }

  override async stop(): Promise<void> {
    await super.stop();
    await this.settled();
  }

  private async disableFailing(): Promise<void> {
    if (performance.now() - this.judgedAt < JUDGE_EVERY_MS) return;
    this.judgedAt = performance.now();
    await this.notices.announce(await this.repository.disableFailing(DISABLE_AFTER_MS));
  }

  /** Marks the endpoint busy while any of its messages is in flight; the next are taken afterwards, in order. */
  private begin(message: DueMessage): void {
    const { endpointId } = message;
    this.busy.set(endpointId, (this.busy.get(endpointId) ?? 0) + 1);
    const sending = this.send(message)
      // retried once the lease expires
      .catch((error: unknown) => this.log.error(`could not record a delivery: ${String(error)}`))
      .finally(() => {
        this.inFlight.delete(sending);
        const left = (this.busy.get(endpointId) ?? 1) - 1;
        if (left > 0) this.busy.set(endpointId, left);
        else this.busy.delete(endpointId);
        this.wake();
      });
    this.inFlight.add(sending);
  }

  private async send(message: DueMessage): Promise<void> {
    const { attempt, pauseMs } = await this.attempt(message);
    const delivered = attempt.status !== null && isDelivered(attempt.status);
    this.attempts.inc({ outcome: delivered ? 'delivered' : 'failed' });
    if (delivered) return await this.repository.recordDelivered(message, attempt);
    const next = isTest(message) ? null : pauseAfter(message.tries, Math.random());
    await this.repository.recordFailed(message, attempt, {
      nextTryMs: next && Math.max(next, pauseMs),
      endpointMs: pauseMs,
    });
    if (attempt.status !== null && isGone(attempt.status)) await this.takeAsGone(message.endpointId);
  }

  private async attempt(message: DueMessage): Promise<{ attempt: AttemptRecord; pauseMs: number }> {
    const startedAt = performance.now();
    const body = JSON.stringify(eventBody(message));
    const secrets = [message.secretSealed, ...message.oldSecretsSealed].map((each) =>
      this.tokens.open('webhook', each),
    );
    const took = (): number => Math.round(performance.now() - startedAt);
    try {
      const answer = await this.egress.post(message.url, headersFor(message.id, body, secrets, new Date()), body);
      const attempt = { status: answer.status, note: noteOf(answer.text), tookMs: took() };
      return { attempt, pauseMs: askedPause(answer.retryAfter, this.clock.nowMs()) };
    } catch (error) {
      const note = noteOf(error instanceof Error ? error.message : String(error));
      return { attempt: { status: null, note, tookMs: took() }, pauseMs: 0 };
    }
  }

  private async takeAsGone(endpointId: string): Promise<void> {
    const disabled = await this.repository.disable([endpointId], 'gone');
    if (disabled.length > 0) await this.notices.announce(disabled);
    else await this.repository.skipReplayed(endpointId);
  }
}

/** Test messages are attempted once: their response is the point. */
const isTest = (message: DueMessage): boolean => message.sequence === 0n;
