import { Injectable } from '@nestjs/common';
import { CHANGES_PER_DELTA, DELTA_GAP_MS } from '../inventory.bounds.js';
import { InventoryStore, isAway, pairs } from '../inventory.store.js';
import type { Away } from '../inventory.types.js';

export interface Changes {
  version: number;
  /** Number of changes left for the next delta. */
  left: number;
  /** pool id → free units */
  pools: Map<string, number>;
  seats: { block: number; offset: number; letter: string }[];
  /** block → free seats */
  blocks: Map<number, number>;
  /** Fingerprint of the layout that places and blocks refer to. */
  layout: string;
}

interface StockRead {
  version: number;
  open: boolean;
  pools: number[];
  blocks: number[];
}

type ChangesReply = [
  code: string,
  version: number,
  left: number,
  pools: string[],
  seats: string[],
  blocks: string[],
  layout: string,
];

/** Reads availability for shoppers. */
@Injectable()
export class AvailabilityStore {
  constructor(private readonly store: InventoryStore) {}

  /**
   * Reads from the read server, which may lag slightly. `open` is false if there is no stock or it is being rebuilt.
   */
  async availability(
    saleId: string,
    poolIds: readonly string[],
    blocks: number,
    letters: string,
  ): Promise<StockRead | Away> {
    const args = [blocks, letters, ...poolIds];
    const reply = await this.store.run('read-availability', saleId, args, [], this.store.redis.read);
    if (isAway(reply)) return reply;
    const [version, mode, pools, free] = reply as [string, string, string[], number[]];
    return { version: Number(version), open: mode === 'open', pools: pools.map(Number), blocks: free };
  }

  /**
   * Reads on the server that decides, for what must not be older than changes already taken. `blocks` has a figure of
   * each letter in each block.
   */
  async countsNow(
    saleId: string,
    poolIds: readonly string[],
    blocks: readonly number[],
    letters: string,
  ): Promise<Omit<StockRead, 'version'> | Away> {
    const reply = await this.store.run('read-counts', saleId, [poolIds.length, letters, ...poolIds, ...blocks]);
    if (isAway(reply)) return reply;
    const [mode, pools, free] = reply as [string, string[], string[]];
    return { open: mode === 'open', pools: pools.map(Number), blocks: free.map(Number) };
  }

  async section(
    saleId: string,
    blocks: readonly number[],
  ): Promise<{ version: number; layout: string; letters: string[] } | Away> {
    const reply = await this.store.run('read-section', saleId, blocks, [], this.store.redis.read);
    if (isAway(reply)) return reply;
    const [version, layout, letters] = reply as [string, string, string[]];
    return { version: Number(version), layout, letters };
  }

  /** Takes and numbers the changes since the last delta; the caller that takes them must broadcast them. */
  async takeChanges(
    saleId: string,
  ): Promise<({ kind: 'changed' } & Changes) | { kind: 'none' } | { kind: 'soon'; afterMs: number } | Away> {
    const reply = await this.store.run('take-changes', saleId, [DELTA_GAP_MS, CHANGES_PER_DELTA]);
    if (isAway(reply)) return reply;
    const [code, version, left, pools, seats, blocks, layout] = reply as ChangesReply;
    if (code === 'SOON') return { kind: 'soon', afterMs: version };
    if (code !== 'CHANGED') return { kind: 'none' };
    const numbers = (flat: readonly string[]) => [...pairs(flat)];
    return {
      kind: 'changed',
      version,
      left,
      layout,
      pools: new Map(numbers(pools).map(([pool, free]) => [pool, Number(free)])),
      blocks: new Map(numbers(blocks).map(([block, free]) => [Number(block), Number(free)])),
      seats: triples(seats).map(([block, offset, letter]) => ({
        block: Number(block),
        offset: Number(offset),
        letter,
      })),
    };
  }
}

function triples(flat: readonly string[]): [string, string, string][] {
  return Array.from({ length: flat.length / 3 }, (_, i) => [
    flat[i * 3] ?? '',
    flat[i * 3 + 1] ?? '',
    flat[i * 3 + 2] ?? '',
  ]);
}
