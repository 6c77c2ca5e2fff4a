/** Measurements (docs/performance.md), per core unless stated otherwise. */
export const measured = {
  /** P13a: CPU time of a complete purchase under load. */
  purchaseNodeMs: 8,
  purchasePostgresMs: 7.2,
  purchaseRedisMs: 0.6,
  /** A delivery costs 1.7 times a raw ws write of a pre-built frame (80,000 a second). */
  deliveriesPerSecond: 80_000 / 1.7,
  socketKb: 12,
  /** P7, with its load client on the same two cores. */
  joinsPerSecond: 5_369,
  /** Scripts per second of one Redis, which is single-threaded; each sale has one. */
  redisJoinsPerSecond: 17_000,
};
/** Target utilisation: a busier core responds late. */
const BUSY = 0.7;
/** Each fan on a socket receives one snapshot per second. */
const DELIVERIES_PER_FAN = 1;

export interface Crowd {
  fans: number;
  /** Share of fans on sockets; the others poll the snapshot, which a CDN serves. */
  onSockets: number;
  /** Duration over which places are taken. */
  joinMinutes: number;
  /** Fans admitted per minute by the policy, and the share of them who buy. */
  perMinute: number;
  conversion: number;
}
export interface Capacity {
  edgeCores: number;
  edgeMemoryGb: number;
  shopCores: number;
  postgresCores: number;
  /** Load of the sale's one Redis: above 1 the sale cannot reach this rate. */
  redisCores: number;
}

/** Returns the cores needed for a crowd at 70 % utilisation. */
export function capacityFor({ fans, onSockets, joinMinutes, perMinute, conversion }: Crowd): Capacity {
  const sockets = fans * onSockets;
  const joinsPerSecond = fans / (joinMinutes * 60);
  const purchasesPerSecond = (perMinute / 60) * conversion;
  const busy = (perSecond: number, ms: number): number => (perSecond * ms) / 1_000 / BUSY;
  return {
    edgeCores:
      (sockets * DELIVERIES_PER_FAN) / measured.deliveriesPerSecond / BUSY +
      joinsPerSecond / measured.joinsPerSecond / BUSY,
    edgeMemoryGb: (sockets * measured.socketKb) / 1e6,
    shopCores: busy(purchasesPerSecond, measured.purchaseNodeMs),
    postgresCores: busy(purchasesPerSecond, measured.purchasePostgresMs),
    redisCores:
      busy(purchasesPerSecond, measured.purchaseRedisMs) + joinsPerSecond / measured.redisJoinsPerSecond / BUSY,
  };
}

/** Rounds up to whole cores, at least one. */
export const cores = (exact: number): number => Math.max(1, Math.ceil(exact));
