import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { Clock } from '../../platform/clock/clock.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { EpochGuard } from '../line/epoch-guard.service.js';
import { JoinBatch } from './join-batch.js';
import { LineStore } from '../line/line.store.js';
import { PlaceStore } from './place.store.js';
import { newPlace, readPlace, signPlace } from './place-token.js';
import type { JoinResult } from '../queue.types.js';

/** When the reserved numbers are used up: the task raises them within this time. */
const RETRY_MS = 1_000;
const BATCHES_MAX = 10_000;

/** Taking a place: a number that nobody else has, and the token that says so. */
@Injectable()
export class JoinService {
  private readonly batches = new Map<string, JoinBatch>();
  private readonly joins: Counter<'result'>;

  constructor(
    private readonly store: LineStore,
    private readonly places: PlaceStore,
    private readonly core: EpochGuard,
    private readonly tokens: Tokens,
    private readonly clock: Clock,
    metrics: Metrics,
  ) {
    this.joins = metrics.counter('queue_joins_total', 'Joins by result', ['result']);
  }

  /** @param device the device's place token, when it has one: the same place again */
  async join(saleId: string, { lane, device }: { lane: string; device?: string | null }): Promise<JoinResult> {
    const result = (device ? await this.placeOfDevice(saleId, device) : null) ?? (await this.take(saleId, lane));
    this.joins.inc({ result: result.kind });
    return result;
  }

  private async take(saleId: string, lane: string): Promise<JoinResult> {
    const taken = await this.batchOf(saleId, lane).take();
    switch (taken.kind) {
      case 'number': {
        const joinedAtMs = this.clock.nowMs();
        const place = newPlace(saleId, lane, taken.number, joinedAtMs);
        return {
          kind: 'taken',
          placeToken: signPlace(this.tokens, place),
          number: taken.number,
          lane,
          joinedAt: new Date(joinedAtMs).toISOString(),
        };
      }
      case 'full':
        return { kind: 'overloaded', retryAfterMs: RETRY_MS };
      case 'state':
        return { kind: taken.state === 'closed' ? 'closed' : 'not_open' };
      case 'lane_unknown':
      case 'away':
        return taken;
    }
  }

  /** The place that the device has in this sale; null when it has none, or left it. */
  private async placeOfDevice(saleId: string, device: string): Promise<JoinResult | null> {
    const place = readPlace(this.tokens, device);
    if (place?.saleId !== saleId) return null;
    const generation = await this.core.orNull(
      async () => (await this.places.generation(saleId, place)) ?? place.generation,
    );
    if (generation === null) return { kind: 'away' };
    if (generation !== place.generation) return null;
    const { number, lane, joinedAtMs } = place;
    return { kind: 'repeated', placeToken: device, number, lane, joinedAt: new Date(joinedAtMs).toISOString() };
  }

  private batchOf(saleId: string, lane: string): JoinBatch {
    const name = `${saleId} ${lane}`;
    const present = this.batches.get(name);
    if (present) return present;
    const batch = new JoinBatch((count) =>
      this.core.call(saleId, (stamp) => this.store.join(saleId, lane, stamp, count)),
    );
    // lanes that do not exist are asked for by whoever likes: do not remember them without bound
    if (this.batches.size >= BATCHES_MAX) this.batches.clear();
    this.batches.set(name, batch);
    return batch;
  }
}
