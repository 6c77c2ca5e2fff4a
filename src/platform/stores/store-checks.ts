import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { ConfigError } from '../config/settings.js';
import { RedisService } from '../redis/redis.service.js';
import { RedisBindingTask } from './redis-binding.task.js';
import { weaknessesOf } from './redis-durability.rules.js';

/** What production requires of its Redis, named all at once. */
@Injectable()
export class StoreChecks {
  constructor(
    private readonly redis: RedisService,
    private readonly binding: RedisBindingTask,
    private readonly config: Config,
  ) {}

  async check(): Promise<void> {
    if (this.config.mode === 'demo') return;
    const weaknesses = weaknessesOf(await this.redis.core.info(), this.config.mayForget);
    if (weaknesses.length > 0) throw new ConfigError(weaknesses.join('; '));
    await this.binding.requireOwn();
  }
}
