import { Injectable } from '@nestjs/common';
import { defineScript } from '../../platform/redis/define-script.js';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';

export type LinkCount =
  | { kind: 'counted' }
  | { kind: 'network_spent'; retryAfterMs: number }
  | { kind: 'address_spent' };

const WINDOW_SECONDS = 3_600;
/** Enough for an office behind one address; guessing addresses takes more. */
const LINKS_OF_NETWORK = 20;
/** Of one network: nobody spends them for somebody else. */
const LINKS_OF_ADDRESS = 3;

const countLink = defineScript({ room: 'partners', name: 'count-link' });

/** Counts requested portal links by digests of network and address. Rejects while Redis is unreachable. */
@Injectable()
export class PortalLinksStore {
  constructor(private readonly redis: RedisService) {}

  async count(network: string, address: string): Promise<LinkCount> {
    const keys = [Keys.portalLinks(network), Keys.portalLinks(`${network}:${address}`)];
    const bounds = [WINDOW_SECONDS, LINKS_OF_NETWORK, LINKS_OF_ADDRESS];
    const [code, seconds] = (await countLink.run(this.redis.core, keys, bounds)) as [string, number?];
    if (code === 'NETWORK') return { kind: 'network_spent', retryAfterMs: Math.max(1, seconds ?? 0) * 1_000 };
    return { kind: code === 'ADDRESS' ? 'address_spent' : 'counted' };
  }
}
