import { Injectable } from '@nestjs/common';
import type { AvailabilityShape, SectionShape } from '../../contract/shapes.js';
import { Clock } from '../../platform/clock/clock.js';
import { type Counts, ticketTypesOf, seatState } from './availability.rules.js';
import { AVAILABILITY_MEMORY_MS, MAX_SALES_IN_MEMORY } from '../inventory.bounds.js';
import { InventoryRepository } from '../inventory.repository.js';
import { InventoryStore, isAway } from '../inventory.store.js';
import type { PoolRow } from '../inventory.types.js';
import { SeatLayouts } from '../seats/seat-layouts.js';

/** How long a node believes its copy of capacities: they change when a promoter changes them. */
const POOLS_MEMORY_MS = 2_000;

interface Remembered<T> {
  at: number;
  value: T;
}

/** What can be had, for pages: read at most a few times a second by each node, and from memory while Redis is away. */
@Injectable()
export class AvailabilityService {
  private readonly answers = new Map<string, Remembered<Promise<AvailabilityShape>>>();
  private readonly poolRows = new Map<string, Remembered<Promise<PoolRow[]>>>();
  private readonly lastGood = new Map<string, AvailabilityShape>();

  constructor(
    private readonly store: InventoryStore,
    private readonly repository: InventoryRepository,
    private readonly layouts: SeatLayouts,
    private readonly clock: Clock,
  ) {}

  async of(saleId: string, detailed: boolean): Promise<AvailabilityShape> {
    const full = await this.remember(this.answers, saleId, AVAILABILITY_MEMORY_MS, () => this.read(saleId));
    return detailed ? full : withoutCounts(full);
  }

  /** The seats of a section; null when the sale has no such section, or its seats cannot be read now. */
  async section(saleId: string, key: string): Promise<SectionShape | null> {
    const layout = await this.layouts.of(saleId);
    const blocks = layout.blocksOfSection(key);
    const [first] = blocks;
    if (!first) return null;
    const reply = await this.store.section(
      saleId,
      blocks.map((block) => block.index),
    );
    if (isAway(reply)) return null;
    if (reply.layout !== layout.fingerprint) this.layouts.forget(saleId);
    const seats = blocks.flatMap((block, i) =>
      block.seats.map(({ id, row, label, ticketTypeId, x, y, offset, withdrawn }) => {
        const letter = reply.letters[i]?.charAt(offset) ?? '';
        return { id, row, label, ticketTypeId, state: seatState(letter) ?? (withdrawn ? 'withdrawn' : 'held'), x, y };
      }),
    );
    return { version: reply.version, section: key, label: first.sectionLabel, seats };
  }

  pools(saleId: string): Promise<PoolRow[]> {
    return this.remember(this.poolRows, saleId, POOLS_MEMORY_MS, () => this.repository.pools(saleId));
  }

  private async read(saleId: string): Promise<AvailabilityShape> {
    const [pools, layout] = await Promise.all([this.pools(saleId), this.layouts.of(saleId)]);
    const reply = await this.store.availability(
      saleId,
      pools.map(({ poolId }) => poolId),
      layout.blocks.length,
    );
    const known = this.lastGood.get(saleId);
    if ((isAway(reply) || !reply.open) && known) return known;
    const live = !isAway(reply) && reply.open;
    const counts: Counts = {
      // nothing in Redis yet: what Postgres has not sold
      pools: new Map(
        pools.map((pool, i) => [
          pool.poolId,
          live ? (reply.pools[i] ?? 0) : pool.capacity - pool.withdrawn - pool.sold,
        ]),
      ),
      blocks: new Map(
        layout.blocks.map((block, i) => [
          block.index,
          live ? (reply.blocks[i] ?? 0) : block.seats.filter((seat) => !seat.withdrawn).length,
        ]),
      ),
    };
    const answer = { version: live ? reply.version : 0, ticketTypes: ticketTypesOf(pools, layout.blocks, counts) };
    if (live) keep(this.lastGood, saleId, answer);
    return answer;
  }

  private remember<T>(
    memory: Map<string, Remembered<Promise<T>>>,
    key: string,
    forMs: number,
    read: () => Promise<T>,
  ): Promise<T> {
    const present = memory.get(key);
    const now = this.clock.nowMs();
    if (present && now - present.at >= 0 && now - present.at < forMs) return present.value;
    const value = read();
    keep(memory, key, { at: now, value });
    // a failure is not remembered; the caller sees it
    value.catch(() => memory.delete(key));
    return value;
  }
}

function keep<T>(memory: Map<string, T>, key: string, value: T): void {
  memory.delete(key);
  memory.set(key, value);
  for (const oldest of memory.keys()) {
    if (memory.size <= MAX_SALES_IN_MEMORY) return;
    memory.delete(oldest);
  }
}

function withoutCounts({ version, ticketTypes }: AvailabilityShape): AvailabilityShape {
  return {
    version,
    ticketTypes: ticketTypes.map(({ ticketTypeId, state, sections }) => ({
      ticketTypeId,
      state,
      ...(sections ? { sections: sections.map(({ key, label, state: of }) => ({ key, label, state: of })) } : {}),
    })),
  };
}
