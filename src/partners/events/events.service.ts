import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import type { EventsPage } from '../../contract/partners/webhook-events.js';
import { eventBody } from './event-body.js';
import { EventsRepository } from './events.repository.js';
import { streamOf } from './stream.rules.js';

export interface EventsRequest {
  after: number;
  limit: number;
  types: readonly string[];
  /** Long-poll timeout: how long an empty page waits for an event. */
  waitSeconds: number;
}
const LOOK_EVERY_MS = 500;
/** Limit of waiting long polls per node; beyond it an empty page is returned at once. */
const MAX_WAITING = 200;

/** The event stream of the promoter or of a partner, readable from any point. Payloads are identical to webhooks. */
@Injectable()
export class EventsService implements BeforeApplicationShutdown {
  private waiting = 0;
  private readonly stopping = new AbortController();

  constructor(private readonly repository: EventsRepository) {}

  async after(partnerId: string | null, request: EventsRequest, signal: AbortSignal): Promise<EventsPage> {
    const read = async (): Promise<EventsPage> => await this.read(streamOf(partnerId), request);
    const page = await read();
    if (page.events.length > 0 || request.waitSeconds === 0 || this.waiting >= MAX_WAITING) return page;
    this.waiting += 1;
    try {
      return await waitFor(
        read,
        performance.now() + request.waitSeconds * 1_000,
        AbortSignal.any([signal, this.stopping.signal]),
      );
    } finally {
      this.waiting -= 1;
    }
  }

  beforeApplicationShutdown(): void {
    this.stopping.abort();
  }

  private async read(streamId: string, { after, types, limit }: EventsRequest): Promise<EventsPage> {
    const events = (await this.repository.after(streamId, BigInt(after), types, limit)).map(eventBody);
    return { events, next: events.at(-1)?.sequence ?? null };
  }
}

/** Polls until there is an event, the time is up or the caller has disconnected. */
async function waitFor(read: () => Promise<EventsPage>, untilMs: number, signal: AbortSignal): Promise<EventsPage> {
  for (;;) {
    const leftMs = untilMs - performance.now();
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, Math.min(LOOK_EVERY_MS, leftMs))));
    const page = await read();
    if (page.events.length > 0 || leftMs <= LOOK_EVERY_MS || signal.aborted) return page;
  }
}
