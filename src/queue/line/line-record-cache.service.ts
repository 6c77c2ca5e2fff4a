import { Injectable, Logger } from '@nestjs/common';
import { QueueRepository, type LineRecord } from '../queue.repository.js';

/** Read again when older; nothing is decided on it when older than TRUSTED_MS: another node may have raised the epoch. */
const FRESH_MS = 1_000;
const TRUSTED_MS = 2_000;
const READ_TIMEOUT_MS = 1_500;
/** More than the sales that can be live at a time. */
const RECORDS_MAX = 10_000;

interface Entry {
  record: LineRecord;
  /** When the reading began, by a clock that never goes back. */
  readAt: number;
}

/** What Postgres knows of each line, read at most once a second while somebody asks. */
@Injectable()
export class LineRecordCache {
  private readonly log = new Logger('LineRecordCache');
  private readonly entries = new Map<string, Entry>();
  private readonly reading = new Map<string, Promise<LineRecord | null>>();

  constructor(private readonly repository: QueueRepository) {}

  /** At most 2 s old; null when there is no such line, or Postgres does not answer in time. */
  async current(saleId: string): Promise<LineRecord | null> {
    const entry = this.entries.get(saleId);
    const age = entry ? performance.now() - entry.readAt : Number.POSITIVE_INFINITY;
    if (entry && age < FRESH_MS) return entry.record;
    const reading = this.readAgain(saleId);
    return entry && age < TRUSTED_MS ? entry.record : await reading;
  }

  /** Of any age: for what never changes, such as the draw once it is fixed. */
  async known(saleId: string): Promise<LineRecord | null> {
    return (await this.current(saleId)) ?? this.entries.get(saleId)?.record ?? null;
  }

  /** The next reading is a new one: something was changed, or a script said that the epoch is another. */
  async refresh(saleId: string): Promise<LineRecord | null> {
    await this.reading.get(saleId); // one that began before the change
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
      timer = setTimeout(() => reject(new Error('no answer in time')), READ_TIMEOUT_MS);
    });
    try {
      const record = await Promise.race([this.repository.find(saleId), late]);
      if (record) this.keep(saleId, { record, readAt });
      return record;
    } catch (error) {
      this.log.debug(`${saleId} cannot be read from Postgres: ${String(error)}`);
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  private keep(saleId: string, entry: Entry): void {
    if (this.entries.size >= RECORDS_MAX && !this.entries.has(saleId)) this.entries.clear();
    this.entries.set(saleId, entry);
  }
}
