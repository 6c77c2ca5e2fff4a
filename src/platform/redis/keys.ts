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
