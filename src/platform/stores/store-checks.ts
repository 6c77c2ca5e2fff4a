import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { ConfigError } from '../config/settings.js';
import { RedisService } from '../redis/redis.service.js';
import { InstallationId } from '../tokens/installation-id.js';
import { RedisBindingTask } from './redis-binding.task.js';
import { weaknessesOf } from './redis-durability.rules.js';

/** Checks production's requirements of Redis and reports all violations at once. */
@Injectable()
export class StoreChecks {
  constructor(
    private readonly redis: RedisService,
    private readonly binding: RedisBindingTask,
    private readonly installation: InstallationId,
    private readonly config: Config,
  ) {}

  async check(): Promise<void> {
    const infos = await this.redis.infos();
    if (infos.some((info) => /^cluster_enabled:1/m.test(info)) && !/^rediss?\+cluster:/.test(this.config.redisUrl))
      throw new ConfigError(
        'REDIS_URL names one server of a Redis Cluster: write redis+cluster://host1:port,host2:port',
      );
    if (this.config.mode === 'demo') return;
    await this.installation.onModuleInit(); // ahead of Nest, so that a deficient database is reported first
    const weaknesses = [...new Set(infos.flatMap((info) => weaknessesOf(info, this.config.mayForget)))];
    if (weaknesses.length > 0) throw new ConfigError(weaknesses.join('; '));
    await this.binding.requireOwn();
  }
}
