/** What was measured (docs/performance.md); each is of one core unless it says otherwise. */
export const measured = {
  /** P13a: processor time of a whole purchase under load. */
  purchaseNodeMs: 8,
  purchasePostgresMs: 7.2,
  purchaseRedisMs: 0.6,
  /** A delivery costs 1.7 times what raw ws needs for a pre-built frame (80,000 a second). */
  deliveriesPerSecond: 80_000 / 1.7,
  socketKb: 12,
  /** P7, with its load client on the same two cores. */
  joinsPerSecond: 5_369,
  /** Scripts of one Redis, which is one core, and one for a sale. */
  redisJoinsPerSecond: 17_000,
};
/** A core that is busier than this answers late. */
const BUSY = 0.7;
/** Each fan on a socket hears a snapshot a second. */
const DELIVERIES_PER_FAN = 1;

export interface Crowd {
  fans: number;
  /** Of them on sockets; the others ask for the snapshot, which a CDN answers. */
  onSockets: number;
  /** Places are taken over this time. */
  joinMinutes: number;
  /** Fans a minute whom the policy lets in, and how many of them buy. */
  perMinute: number;
  conversion: number;
}
export interface Capacity {
  edgeCores: number;
  edgeMemoryGb: number;
  shopCores: number;
  postgresCores: number;
  /** Of the sale's one Redis: above 1 the sale cannot go as fast. */
  redisCores: number;
}

/** How much a crowd needs, in cores that are busy for seven tenths of their time. */
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

/** Whole cores, at least one. */
export const cores = (exact: number): number => Math.max(1, Math.ceil(exact));
