import { defineScript } from '../../platform/redis/define-script.js';
import type { RedisService } from '../../platform/redis/redis.service.js';

export interface NetworkBounds {
  windowSeconds: number;
  ofNetwork: number;
  /** Attempts per sale and window that indicate an attack; above it each network gets `underAttack`. */
  attack: number;
  underAttack: number;
}

const countGuess = defineScript({ room: 'queue', name: 'count-guess' });

/** Counts attempts by network and by sale within a window. Rejects while Redis is unreachable. */
export abstract class NetworkBudget {
  protected constructor(
    private readonly redis: RedisService,
    private readonly bounds: NetworkBounds,
    private readonly keyOf: (saleId: string, network?: string) => string,
  ) {}

  /** Counts an attempt. Returns 0 if it may proceed, else the milliseconds to wait. */
  async begin(saleId: string, network: string): Promise<number> {
    const { windowSeconds, ofNetwork, attack, underAttack } = this.bounds;
    const bounds = [windowSeconds, ofNetwork, attack, underAttack];
    const reply = await countGuess.run(this.redis.core, this.keysOf(saleId, network), bounds);
    const [code, seconds] = reply as [string, number];
    return code === 'COUNTED' ? 0 : Math.max(1, seconds) * 1_000;
  }

  /** Takes an attempt back that should not count after all. */
  async takeBack(saleId: string, network: string): Promise<void> {
    const pipeline = this.redis.core.pipeline();
    for (const key of this.keysOf(saleId, network)) pipeline.decr(key).expire(key, this.bounds.windowSeconds);
    await pipeline.exec();
  }

  private keysOf(saleId: string, network: string): string[] {
    return [this.keyOf(saleId, network), this.keyOf(saleId)];
  }
}
