/**
 * Builds every Redis key. All keys of a sale share the hash tag {saleId}, so that one script may touch them in a Cluster.
 * Bounds and lives of the keys: docs/redis-keys.md.
 */
export class Keys {
  // ---- every room
  static sale(saleId: string): string {
    return `rl:{${saleId}}`;
  }
  static news(audience: string): string {
    return `rl:news:${audience}`;
  }
  static lease(name: string): string {
    return `rl:lease:${name}`;
  }

  // ---- queue
  static active(saleId: string): string {
    return `${Keys.sale(saleId)}:active`;
  }
  static admission(saleId: string): string {
    return `${Keys.sale(saleId)}:admission`;
  }
  /** Places left or handed over: the generation whose tokens count. */
  static generations(saleId: string): string {
    return `${Keys.sale(saleId)}:generations`;
  }
  static signals(saleId: string): string {
    return `${Keys.sale(saleId)}:signals`;
  }
  static nodes(saleId: string): string {
    return `${Keys.sale(saleId)}:nodes`;
  }
  static lane(saleId: string, lane: string): string {
    return `${Keys.sale(saleId)}:lane:${lane}`;
  }
  static laneSet(saleId: string, lane: string, set: 'ready' | 'seen' | 'called' | 'lapsed' | 'history' | 'claimed'): string {
    return `${Keys.lane(saleId, lane)}:${set}`;
  }
  /** Calls of one place in the running ten seconds. */
  static placeCalls(saleId: string, lane: string, number: number, kind: 'read' | 'claim'): string {
    return `${Keys.lane(saleId, lane)}:calls:${number}:${kind}`;
  }

  // ---- inventory

  // ---- sales

  // ---- checkout

  // ---- admin
  static signInFailures(digest: string): string {
    return `rl:{admin}:failures:${digest}`;
  }
  static ownerLink(digest: string): string {
    return `rl:{admin}:owner-link:${digest}`;
  }
}
