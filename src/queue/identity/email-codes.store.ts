import { Injectable } from '@nestjs/common';
import { CODE_MAILS_AN_HOUR } from '../../contract/line/step-up.js';
import { defineScript } from '../../platform/redis/define-script.js';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';

export const CODE_SECONDS = 600;
const TRIES = 5;
const HOUR_SECONDS = 3_600;
const MAILS_OF_ADDRESS = 3;

const askCode = defineScript({ room: 'queue', name: 'ask-code' });
const tryCode = defineScript({ room: 'queue', name: 'try-code' });

/** Pending e-mail codes, stored as digests. Rejects while Redis is unreachable. */
@Injectable()
export class EmailCodesStore {
  constructor(private readonly redis: RedisService) {}

  /** Stores a code to be mailed, unless the address or the sale has reached its hourly limit. */
  async keep(saleId: string, person: string, codeDigest: string): Promise<'kept' | 'address_limit' | 'sale_limit'> {
    const keys = [Keys.emailCode(saleId, person), Keys.emailsSent(saleId, person), Keys.emailsSent(saleId)];
    const args = [codeDigest, TRIES, CODE_SECONDS, HOUR_SECONDS, MAILS_OF_ADDRESS, CODE_MAILS_AN_HOUR];
    const [code] = (await askCode.run(this.redis.core, keys, args)) as [string];
    if (code === 'KEPT') return 'kept';
    return code === 'SALE_LIMIT' ? 'sale_limit' : 'address_limit';
  }

  /** Returns true for the correct code, once. */
  async tryOnce(saleId: string, person: string, codeDigest: string): Promise<boolean> {
    const [code] = (await tryCode.run(this.redis.core, [Keys.emailCode(saleId, person)], [codeDigest])) as [string];
    return code === 'RIGHT';
  }
}
