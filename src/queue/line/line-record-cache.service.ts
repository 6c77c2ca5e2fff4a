import { Injectable, Logger } from '@nestjs/common';
import { isStoreAway, StoreAwayError } from '../../platform/store-away.js';
import { BoundedMap } from '../../platform/cache/bounded-map.js';
import { QueueRepository, type LineRecord } from '../queue.repository.js';

/** Refreshed when older than FRESH_MS; unusable beyond TRUSTED_MS, because another node may have raised the epoch. */
const FRESH_MS = 1_000;
const TRUSTED_MS = 2_000;
const READ_TIMEOUT_MS = 1_500;
/** More than the number of sales that can be live at once. */
const RECORDS_MAX = 10_000;

interface Entry {
  record: LineRecord;
  /** When the read began, on a monotonic clock. */
  readAt: number;
}

/** Caches each line's Postgres record; reads at most once a second, on demand. */
@Injectable()
export class LineRecordCache {
  private readonly log = new Logger('LineRecordCache');
  private readonly entries = new BoundedMap<string, Entry>(RECORDS_MAX);
  private readonly reading = new Map<string, Promise<LineRecord | null>>();

  constructor(private readonly repository: QueueRepository) {}

  /**
   * Returns a record at most 2 s old; null if there is no such line or Postgres does not answer in time. Rejects for any
   * other fault, which must not pass for an outage.
   */
  async current(saleId: string): Promise<LineRecord | null> {
    const entry = this.entries.get(saleId);
    const age = entry ? performance.now() - entry.readAt : Number.POSITIVE_INFINITY;
    if (entry && age < FRESH_MS) return entry.record;
    const reading = this.readAgain(saleId);
    if (!entry || age >= TRUSTED_MS) return await reading;
    reading.catch((error: unknown) => this.log.error(`the line of ${saleId} could not be read: ${String(error)}`)); // nobody awaits it
    return entry.record;
  }

  /** Returns a record of any age, for values that never change, such as a fixed draw. */
  async known(saleId: string): Promise<LineRecord | null> {
    return (await this.current(saleId)) ?? this.entries.get(saleId)?.record ?? null;
  }

  /** Reads anew, after a change or after a script has refused the epoch as stale. */
  async refresh(saleId: string): Promise<LineRecord | null> {
    await this.reading.get(saleId); // a read in flight may predate the change
    return await this.readAgain(saleId);
  }

  private async readAgain(saleId: string): Promise<LineRecord | null> {
    const running = this.reading.get(saleId);
    if (running) return await running;
    const reading = this.read(saleId).finally(() => this.reading.delete(saleId));
    this.reading.set(saleId, reading);
    return await reading;
  }

  private async read(saleId: string): Promise<LineRecord | null> {
    const readAt = performance.now();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new StoreAwayError('no answer in time')), READ_TIMEOUT_MS);
    });
    try {
      const record = await Promise.race([this.repository.find(saleId), late]);
      if (record) this.entries.set(saleId, { record, readAt });
      return record;
    } catch (error) {
      if (!isStoreAway(error)) throw error;
      this.log.debug(`${saleId} cannot be read from Postgres: ${String(error)}`);
      return null;
    } finally {
      clearTimeout(timer);
    }
  }
}
