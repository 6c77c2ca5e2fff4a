import { Injectable } from '@nestjs/common';
import { defineScript } from '../../platform/redis/define-script.js';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';

const HOUR_SECONDS = 3_600;
/** Mails per network and hour: fans without JavaScript are few, but some share an address. */
const MAILS_OF_NETWORK = 20;
/** Mails per sale and hour that indicate abuse; above it each network gets at most MAILS_UNDER_FLOOD. */
const FLOOD = 2_000;
const MAILS_UNDER_FLOOD = 2;

const countGuess = defineScript({ room: 'queue', name: 'count-guess' });

/** Counts e-mail codes sent without a challenge, by network and by sale. Rejects while Redis is unreachable. */
@Injectable()
export class FormMailsStore {
  constructor(private readonly redis: RedisService) {}

  /** Counts a mail. Returns 0 if it may be sent, else the milliseconds to wait. */
  async begin(saleId: string, network: string): Promise<number> {
    const keys = [Keys.formMails(saleId, network), Keys.formMails(saleId)];
    const bounds = [HOUR_SECONDS, MAILS_OF_NETWORK, FLOOD, MAILS_UNDER_FLOOD];
    const [code, seconds] = (await countGuess.run(this.redis.core, keys, bounds)) as [string, number];
    return code === 'COUNTED' ? 0 : Math.max(1, seconds) * 1_000;
  }
}
