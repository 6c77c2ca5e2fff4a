import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { BoundedMap } from '../../platform/cache/bounded-map.js';

/** Longer than a page without a socket waits between two questions. */
const WINDOW_MS = 30_000;
/** Bound of a lane's places in a window: further ones are not counted, so that the figure is a lower one. */
const PLACES_MAX = 50_000;
/** Bound of the sales; the one asked about longest ago goes first. */
const SALES_MAX = 500;

interface Window {
  beganAt: number;
  now: Map<string, Set<number>>;
  before: Map<string, Set<number>>;
}

/** Counts the places whose fans asked this node for their state: pages and programs that have no socket. */
@Injectable()
export class PolledPlaces {
  private readonly windows = new BoundedMap<string, Window>(SALES_MAX);

  constructor(private readonly clock: Clock) {}

  saw(saleId: string, lane: string, number: number): void {
    const window = this.windowOf(saleId) ?? this.opened(saleId);
    const seen = window.now.get(lane) ?? new Set();
    if (seen.size < PLACES_MAX) seen.add(number);
    window.now.set(lane, seen);
  }

  /** Returns the distinct places of each lane in the last half to whole minute. */
  counts(saleId: string): Record<string, number> {
    const window = this.windowOf(saleId);
    if (!window) return {};
    const lanes = new Set([...window.now.keys(), ...window.before.keys()]);
    return Object.fromEntries(
      [...lanes].map((lane) => {
        const [now = new Set<number>(), before = new Set<number>()] = [window.now.get(lane), window.before.get(lane)];
        let count = now.size;
        for (const number of before) if (!now.has(number)) count += 1;
        return [lane, count];
      }),
    );
  }

  /** Returns the sales that fans asked about. */
  sales(): string[] {
    return [...this.windows.keys()].filter((saleId) => this.windowOf(saleId) !== null);
  }

  /** Moves the windows on; forgets a sale that nobody asked about. */
  private windowOf(saleId: string): Window | null {
    const window = this.windows.get(saleId);
    if (!window) return null;
    const age = this.clock.monotonicMs() - window.beganAt;
    if (age < WINDOW_MS) return window;
    this.windows.delete(saleId);
    if (age >= 2 * WINDOW_MS || window.now.size === 0) return null;
    const moved = { beganAt: window.beganAt + WINDOW_MS, now: new Map<string, Set<number>>(), before: window.now };
    this.windows.set(saleId, moved);
    return moved;
  }

  private opened(saleId: string): Window {
    const window = { beganAt: this.clock.monotonicMs(), now: new Map<string, Set<number>>(), before: new Map() };
    this.windows.set(saleId, window);
    return window;
  }
}
