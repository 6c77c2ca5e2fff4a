import { shuffled } from '../core/random.js';
import type { Faults } from '../faults/faults.js';
import type { EventRecord } from '../model/records.js';
import { renderEvent } from '../model/render.js';
import {
  DEFAULT_LIMITS,
  type Delivery,
  type DeliveryHooks,
  type DeliveryLimits,
  DeliveryQueue,
} from './delivery-queue.js';
import { EndpointClient } from './endpoint.js';

/** Events this close together are shuffled if `reorder` is on. */
const REORDER_WINDOW_MS = 100;
/** A window with this many events is sent at once. */
const MAX_WINDOW = 100;
/** Undelivered events kept for `redeliver`; the oldest are dropped first. */
const MAX_UNDELIVERED = 50_000;

export interface WebhookFigures {
  readonly delivered: number;
  readonly pending: number;
  /** Dropped by a fault, or failed on every attempt: what `redeliver` would send. */
  readonly undelivered: number;
}

export interface WebhookTarget {
  readonly urls: readonly URL[];
  readonly secret: string;
  /** The types an address subscribes to; empty or missing: all. */
  readonly events?: readonly string[];
  readonly limits?: DeliveryLimits;
}

/** Delivers every event to every address, subject to the active faults. */
export class Webhooks {
  private readonly client: EndpointClient;
  /** Null: all types. */
  private readonly enabled: ReadonlySet<string> | null;
  /** One queue per address, so that a slow receiver does not delay the others. */
  private readonly queues: ReadonlyMap<URL, DeliveryQueue>;
  private undelivered = new Map<string, Delivery>();
  private window: { event: EventRecord; url: URL; delayMs: number }[] = [];
  private windowTimer: NodeJS.Timeout | null = null;
  private delivered = 0;

  /** @param baseUrl the simulator's own address, for links inside events */
  constructor(
    private readonly faults: Faults,
    target: WebhookTarget,
    private readonly baseUrl: string,
  ) {
    this.client = new EndpointClient(target.secret);
    this.enabled = target.events?.length ? new Set(target.events) : null;
    const hooks: DeliveryHooks = {
      send: ({ event, url }) => this.client.post(url, JSON.stringify(renderEvent(event, this.baseUrl))),
      onDelivered: (delivery) => this.settle(delivery),
      onLost: (delivery) => this.keepForRedelivery(delivery),
    };
    this.queues = new Map(target.urls.map((url) => [url, new DeliveryQueue(hooks, target.limits ?? DEFAULT_LIMITS)]));
  }

  get figures(): WebhookFigures {
    let pending = this.window.length;
    for (const queue of this.queues.values()) pending += queue.pending;
    return { delivered: this.delivered, pending, undelivered: this.undelivered.size };
  }

  /** Accepts an event that has just occurred. */
  publish(event: EventRecord): void {
    if (this.enabled?.has(event.type) === false) return;
    event.pendingWebhooks = this.queues.size;
    for (const url of this.queues.keys()) {
      const mishap = this.faults.drawDelivery();
      if (mishap.dropped) this.keepForRedelivery({ event, url, attempt: 0 });
      for (const delayMs of mishap.delaysMs) this.enter(event, url, delayMs);
    }
  }

  /** Sends what was dropped or given up, once each and without further faults. Returns how many. */
  redeliver(): number {
    const again = [...this.undelivered.values()];
    this.undelivered = new Map();
    for (const delivery of again) this.send({ ...delivery, attempt: 1 });
    return again.length;
  }

  close(): void {
    if (this.windowTimer) clearTimeout(this.windowTimer);
    this.windowTimer = null;
    this.window = [];
    for (const queue of this.queues.values()) queue.close();
    this.client.close();
  }

  private enter(event: EventRecord, url: URL, delayMs: number): void {
    if (!this.faults.reordersWebhooks) {
      this.send({ event, url, attempt: 1 }, delayMs);
      return;
    }
    this.window.push({ event, url, delayMs });
    if (this.window.length >= MAX_WINDOW) this.flushWindow();
    else this.windowTimer ??= setTimeout(() => this.flushWindow(), REORDER_WINDOW_MS);
  }

  private flushWindow(): void {
    if (this.windowTimer) clearTimeout(this.windowTimer);
    this.windowTimer = null;
    const waiting = shuffled(this.window, this.faults.eventRandom);
    this.window = [];
    for (const { event, url, delayMs } of waiting) this.send({ event, url, attempt: 1 }, delayMs);
  }

  private send(delivery: Delivery, delayMs = 0): void {
    this.queues.get(delivery.url)?.add(delivery, delayMs);
  }

  private settle({ event, url }: Delivery): void {
    this.delivered += 1;
    event.pendingWebhooks = Math.max(0, event.pendingWebhooks - 1);
    this.undelivered.delete(`${event.id} ${url.href}`);
  }

  private keepForRedelivery(delivery: Delivery): void {
    this.undelivered.set(`${delivery.event.id} ${delivery.url.href}`, delivery);
    if (this.undelivered.size <= MAX_UNDELIVERED) return;
    const oldest = this.undelivered.keys().next();
    if (!oldest.done) this.undelivered.delete(oldest.value);
  }
}
