import { Injectable } from '@nestjs/common';
import { defineScript } from '../../platform/redis/define-script.js';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';

const HOUR_SECONDS = 3_600;
/** Fans without JavaScript are few, but some share an address. */
const MAILS_OF_NETWORK = 20;
/** More than this in an hour is no crowd of such fans: from then on each network has one or two. */
const FLOOD = 2_000;
const MAILS_UNDER_FLOOD = 2;

const countGuess = defineScript({ room: 'queue', name: 'count-guess' });

/** E-mail codes that were sent without a challenge, by network and by sale. Rejects while Redis is away. */
@Injectable()
export class FormMailsStore {
  constructor(private readonly redis: RedisService) {}

  /** Milliseconds to wait, or 0 when the mail was counted and may be sent. */
  async begin(saleId: string, network: string): Promise<number> {
    const keys = [Keys.formMails(saleId, network), Keys.formMails(saleId)];
    const bounds = [HOUR_SECONDS, MAILS_OF_NETWORK, FLOOD, MAILS_UNDER_FLOOD];
    const [code, seconds] = (await countGuess.run(this.redis.core, keys, bounds)) as [string, number];
    return code === 'COUNTED' ? 0 : Math.max(1, seconds) * 1_000;
  }
}
