import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { BoundedMap } from '../../platform/cache/bounded-map.js';

interface SaleShares {
  /** Places by network digest: this node's joins at once, other nodes' with each reply of the store. */
  networks: Map<string, number>;
  /** Places by lane. */
  lanes: Map<string, number>;
  second: number;
  joins: number;
  joinsBefore: number;
}

/** Networks counted per sale in Redis; beyond it, those with the fewest places are evicted. */
export const MAX_NETWORKS = 10_000;
/** Bounds of sales and networks in memory; the oldest are evicted and relearned with their next join. */
const MAX_SALES = 1_000;
const MAX_REMEMBERED = 50_000;
const SECOND_MS = 1_000;

/** Tracks networks' shares of places in memory, so that deciding on a challenge costs a join no round trip. */
@Injectable()
export class NetworkShares {
  private readonly sales = new BoundedMap<string, SaleShares>(MAX_SALES);

  constructor(private readonly clock: Clock) {}

  /** Counts a join as it starts, so that a burst does not slip through before the first reply. */
  note(saleId: string, network: string): void {
    const shares = this.sharesOf(saleId);
    this.roll(shares);
    shares.joins += 1;
    shares.networks.set(network, (shares.networks.get(network) ?? 0) + 1);
  }

  /** Takes over the store's counts, which cover all nodes. */
  learn(saleId: string, network: string, networkPlaces: number, lane: string, lanePlaces: number): void {
    const shares = this.sharesOf(saleId);
    this.learnNetwork(saleId, network, networkPlaces);
    shares.lanes.set(lane, Math.max(lanePlaces, shares.lanes.get(lane) ?? 0));
  }

  /**
   * Like `learn`, for a member of a group, who takes no number: counts towards the network only, so that sharing places
   * makes a network's challenge harder, never easier.
   */
  learnNetwork(saleId: string, network: string, networkPlaces: number): void {
    const { networks } = this.sharesOf(saleId);
    networks.set(network, Math.max(networkPlaces, networks.get(network) ?? 0));
  }

  signalsOf(saleId: string, network: string): { networkPlaces: number; salePlaces: number; joinsPerSecond: number } {
    const shares = this.sales.get(saleId);
    if (!shares) return { networkPlaces: 0, salePlaces: 0, joinsPerSecond: 0 };
    this.roll(shares);
    return {
      networkPlaces: shares.networks.get(network) ?? 0,
      salePlaces: [...shares.lanes.values()].reduce((sum, places) => sum + places, 0),
      joinsPerSecond: Math.max(shares.joins, shares.joinsBefore),
    };
  }

  private roll(shares: SaleShares): void {
    const second = Math.floor(this.clock.nowMs() / SECOND_MS);
    if (second === shares.second) return;
    shares.joinsBefore = second === shares.second + 1 ? shares.joins : 0;
    shares.joins = 0;
    shares.second = second;
  }

  private sharesOf(saleId: string): SaleShares {
    return this.sales.getOrMake(saleId, () => ({
      networks: new BoundedMap(MAX_REMEMBERED),
      lanes: new Map(),
      ...{ second: 0, joins: 0, joinsBefore: 0 },
    }));
  }
}
