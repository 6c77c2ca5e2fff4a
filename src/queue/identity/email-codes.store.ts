import { Injectable } from '@nestjs/common';
import { defineScript } from '../../platform/redis/define-script.js';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';

export const CODE_SECONDS = 600;
const TRIES = 5;
const HOUR_SECONDS = 3_600;
const MAILS_OF_ADDRESS = 3;
/** What a sale may send in an hour: a flood of made-up addresses costs the promoter's good name with mail providers. */
const MAILS_OF_SALE = 100_000;

const askCode = defineScript({ room: 'queue', name: 'ask-code' });
const tryCode = defineScript({ room: 'queue', name: 'try-code' });

/** E-mail codes on their way, as digests. Rejects while Redis is away. */
@Injectable()
export class EmailCodesStore {
  constructor(private readonly redis: RedisService) {}

  /** False when the address or the sale had all its mails of this hour. */
  async keep(saleId: string, person: string, codeDigest: string): Promise<boolean> {
    const keys = [Keys.emailCode(saleId, person), Keys.emailsSent(saleId, person), Keys.emailsSent(saleId)];
    const args = [codeDigest, TRIES, CODE_SECONDS, HOUR_SECONDS, MAILS_OF_ADDRESS, MAILS_OF_SALE];
    const [code] = (await askCode.run(this.redis.core, keys, args)) as [string];
    return code === 'KEPT';
  }

  /** True once for the right code. */
  async tryOnce(saleId: string, person: string, codeDigest: string): Promise<boolean> {
    const [code] = (await tryCode.run(this.redis.core, [Keys.emailCode(saleId, person)], [codeDigest])) as [string];
    return code === 'RIGHT';
  }
}
