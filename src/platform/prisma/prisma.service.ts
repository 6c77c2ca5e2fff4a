import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { Histogram } from 'prom-client';
import { type Prisma, PrismaClient } from '../../generated/prisma/client.js';
import { Config } from '../config/config.js';
import { Metrics } from '../metrics/metrics.js';
import { measurePool } from './pool-metrics.js';
import { StatementNames } from './statement-names.js';

type Purpose = keyof Config['pools'];
const CONNECT_TIMEOUT_MS = 3_000;
/** A transaction waits so long for a connection: a busy moment is not a fault. */
const TRANSACTION_WAIT_MS = 5_000;
/** A statement that runs longer is ended by Postgres itself. */
const STATEMENT_TIMEOUT_MS = 6_000;
/** An answer that has not come by then will not. With the wait for a connection, whoever asked is told within 10 s. */
const QUERY_TIMEOUT_MS = 6_500;

/** Of a bigint column, which pg gives as text: a bigint, as Prisma gives it. */
const INT8_OID = 20;
const rowTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid, format): unknown =>
    Number(oid) === INT8_OID ? BigInt : (pg.types.getTypeParser(oid, format) as unknown),
};

/** Postgres. Hot statements go through `rows`; interactive transactions are for rare work. */
abstract class PooledClient extends PrismaClient implements OnApplicationShutdown {
  private readonly connections: pg.Pool;
  private readonly statementNames: StatementNames;
  private readonly seconds: Histogram.Internal<'pool'>;

  protected constructor(config: Config, metrics: Metrics, purpose: Purpose) {
    const log = new Logger('Postgres');
    const names = new StatementNames();
    const pool = new pg.Pool({
      connectionString: config.databaseUrl,
      max: config.pools[purpose],
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      // a server that hangs or has vanished ends nothing by itself: the client does
      query_timeout: QUERY_TIMEOUT_MS,
      keepAlive: true,
    });
    // an idle connection that breaks must not end the process
    pool.on('error', (error) => log.warn(`a connection broke: ${error.message}`));
    super({
      errorFormat: 'minimal', // no values in messages: they are written to the log
      transactionOptions: { maxWait: TRANSACTION_WAIT_MS, timeout: STATEMENT_TIMEOUT_MS },
      adapter: new PrismaPg(pool, {
        statementNameGenerator: ({ sql }) => names.of(sql),
        onConnectionError: (error) => log.warn(`a connection broke: ${error.message}`),
      }),
    });
    this.connections = pool;
    this.seconds = measurePool(pool, purpose, metrics);
    this.statementNames = names;
  }

  /** Runs one prepared statement by pg itself, on the same connections: a quarter of what `$queryRaw` costs this process. */
  async rows<Row extends object>(statement: Pick<Prisma.Sql, 'text' | 'values'>): Promise<Row[]> {
    const { text, values } = statement;
    const beganAt = performance.now();
    try {
      const { rows } = await this.connections.query<Row>({
        name: this.statementNames.of(text),
        text,
        values,
        types: rowTypes,
      });
      return rows;
    } catch (error) {
      throw withoutValues(error);
    } finally {
      this.seconds.observe((performance.now() - beganAt) / 1_000);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.$disconnect();
    // the same client may be stopped twice; a pool ends once
    if (!this.connections.ending) await this.connections.end();
  }
}

/** What Postgres tells of a failure besides its message holds values of rows, which must not be written to the log. */
function withoutValues(error: unknown): unknown {
  if (error instanceof pg.DatabaseError) error.detail = error.where = error.internalQuery = undefined;
  return error;
}

/** For the sale and everything else that somebody waits for. */
@Injectable()
export class PrismaService extends PooledClient {
  constructor(config: Config, metrics: Metrics = new Metrics()) {
    super(config, metrics, 'sale');
  }
}

/** For the waiting room: a slow sale must not hold up a join. */
@Injectable()
export class LinePrisma extends PooledClient {
  constructor(config: Config, metrics: Metrics = new Metrics()) {
    super(config, metrics, 'line');
  }
}

/** For work that nobody waits for: relay and deliveries. */
@Injectable()
export class BackgroundPrisma extends PooledClient {
  constructor(config: Config, metrics: Metrics = new Metrics()) {
    super(config, metrics, 'background');
  }
}
