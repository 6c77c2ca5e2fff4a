import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { PrismaService } from '../prisma/prisma.service.js';
import { Keys } from '../redis/keys.js';
import { redisNowMs } from '../redis/redis-time.js';
import { RedisService } from '../redis/redis.service.js';
import type { Words } from './store-reach.rules.js';

/** How long a word counts, in seconds: that a node is cut longer than that it is not, so that none is taken out on a gap. */
const LIFE = { both: 5, cut: 10 } as const;

/** What nodes say in each store: whether they reach the other one, too. The saying node is always among those counted. */
@Injectable()
export class StoreReachRepository {
  constructor(
    private readonly redis: RedisService,
    private readonly prisma: PrismaService,
    private readonly config: Config,
  ) {}

  async sayInRedis(word: keyof Words): Promise<Words> {
    const nowMs = await redisNowMs(this.redis.core);
    const [both, cut] = [Keys.nodesReaching('both'), Keys.nodesReaching('cut')];
    const { nodeId } = this.config;
    const answers = await this.redis.core
      .multi()
      .zadd(Keys.nodesReaching(word), nowMs + LIFE[word] * 1_000, nodeId)
      .zrem(word === 'both' ? cut : both, nodeId)
      .zremrangebyscore(both, '-inf', nowMs)
      .zremrangebyscore(cut, '-inf', nowMs)
      .expire(both, LIFE.both)
      .expire(cut, LIFE.cut)
      .zcard(both)
      .zcard(cut)
      .exec();
    if (!answers) throw new Error('Redis did not answer');
    const [cuts, boths] = answers.toReversed().map(([error, count]) => (error ? 0 : Number(count)));
    return { both: boths ?? 0, cut: cuts ?? 0 };
  }

  /** @returns beside the words, the roles of all nodes that said one; null while one of an older version says none */
  async sayInPostgres(word: keyof Words): Promise<Words & { roles: string[] | null }> {
    const [row] = await this.prisma.$queryRaw<(Words & { roles: string[] | null })[]>`
      UPDATE installation SET node_reach = (
          SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(node_reach)
          WHERE (value->>'until')::numeric > extract(epoch FROM clock_timestamp())
        ) || jsonb_build_object(${this.config.nodeId}::text, jsonb_build_object('word', ${word}::text,
          'roles', to_jsonb(${[...this.config.roles]}::text[]), 'until', extract(epoch FROM clock_timestamp()) + ${LIFE[word]}::int))
      WHERE id = 1
      RETURNING (SELECT count(*)::int FROM jsonb_each(node_reach) WHERE value->>'word' = 'both') AS both,
        (SELECT count(*)::int FROM jsonb_each(node_reach) WHERE value->>'word' = 'cut') AS cut,
        (SELECT CASE WHEN bool_and(value ? 'roles') THEN
            (SELECT array_agg(DISTINCT role) FROM jsonb_each(node_reach), jsonb_array_elements_text(value->'roles') role) END
          FROM jsonb_each(node_reach)) AS roles`;
    if (!row) throw new Error('the database has no installation');
    return row;
  }
}
