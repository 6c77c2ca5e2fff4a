import { Injectable, Logger } from '@nestjs/common';
import { EgressService } from '../../platform/egress/egress.service.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { DeliveryRepository, type DueMessage } from './delivery.repository.js';
import { DISABLE_AFTER_MS, isDelivered, isGone, noteOf, pauseAfter } from './delivery.rules.js';
import { bodyOf, headersFor } from './signing.js';

/** Messages of one endpoint under way at once: a receiver that hangs keeps so many of ours, and none of another's. */
const PER_ENDPOINT = 8;
/** Under way in a node altogether. */
const AT_ONCE = 256;
const BUSY_EVERY_MS = 250;
const IDLE_EVERY_MS = 2_000;
const BUSY_FOR_MS = 10_000;
/** Endpoints that have failed for days are looked for this often. */
const JUDGE_EVERY_MS = 60_000;

/** Sends messages to endpoints. A round starts what is due and does not wait for it, so that a slow receiver delays nobody else. */
@Injectable()
export class DeliveryTask extends PeriodicTask {
  readonly name = 'webhook-delivery';
  private readonly log = new Logger('Webhooks');
  private readonly busy = new Map<string, number>();
  private readonly underWay = new Set<Promise<void>>();
  private readonly attempts;
  private foundAt = Number.NEGATIVE_INFINITY;
  private judgedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly repository: DeliveryRepository,
    private readonly egress: EgressService,
    private readonly tokens: Tokens,
    metrics: Metrics,
  ) {
    super();
    this.attempts = metrics.counter('webhook_attempts_total', 'Tries to deliver a webhook, by outcome', ['outcome']);
  }

  /** Retries become due by themselves; new messages wake the task on the node that numbered them. */
  override get everyMs(): number {
    return performance.now() - this.foundAt < BUSY_FOR_MS ? BUSY_EVERY_MS : IDLE_EVERY_MS;
  }

  async runOnce(): Promise<void> {
    await this.disableFailing();
    if (this.underWay.size >= AT_ONCE) return;
    const due = await this.repository.take([...this.busy.keys()], PER_ENDPOINT);
    for (const message of due) this.begin(message);
    if (due.length > 0) this.foundAt = performance.now();
    if (due.length > 0) this.wake();
  }

  /** Waits for what is under way, for tests and for a stop. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.underWay);
  }

  override async stop(): Promise<void> {
    await super.stop();
    await this.settled();
  }

  private async disableFailing(): Promise<void> {
    if (performance.now() - this.judgedAt < JUDGE_EVERY_MS) return;
    this.judgedAt = performance.now();
    for (const id of await this.repository.disableFailing(DISABLE_AFTER_MS))
      this.log.warn(`endpoint ${id} failed for days and was switched off`);
  }

  /** An endpoint counts as busy while any of its messages is under way: its next ones are taken after that, in order. */
  private begin(message: DueMessage): void {
    const { endpointId } = message;
    this.busy.set(endpointId, (this.busy.get(endpointId) ?? 0) + 1);
    const sending = this.send(message)
      .catch((error: unknown) => this.log.error(`a delivery could not be recorded: ${String(error)}`)) // its lease ends, and it is tried again
      .finally(() => {
        this.underWay.delete(sending);
        const left = (this.busy.get(endpointId) ?? 1) - 1;
        if (left > 0) this.busy.set(endpointId, left);
        else this.busy.delete(endpointId);
        this.wake();
      });
    this.underWay.add(sending);
  }

  private async send(message: DueMessage): Promise<void> {
    const startedAt = Date.now();
    const body = bodyOf(message);
    const sealed = [message.secretSealed, ...(message.oldSecretSealed === null ? [] : [message.oldSecretSealed])];
    const headers = headersFor(
      message.eventId,
      body,
      sealed.map((secret) => this.tokens.open('webhook', secret)),
      new Date(),
    );
    let status: number | null = null;
    let note: string;
    try {
      const answer = await this.egress.post(message.url, headers, body);
      status = answer.status;
      note = noteOf(answer.text);
    } catch (error) {
      note = noteOf(error instanceof Error ? error.message : String(error));
    }
    const attempt = { status, note, tookMs: Date.now() - startedAt };
    const delivered = status !== null && isDelivered(status);
    this.attempts.inc({ outcome: delivered ? 'delivered' : 'failed' });
    if (delivered) return await this.repository.recordDelivered(message, attempt);
    await this.repository.recordFailed(message, attempt, pauseAfter(message.tries, Math.random()));
    if (status !== null && isGone(status)) await this.repository.disable(message.endpointId);
  }
}
