import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { Histogram } from 'prom-client';
import { type Prisma, PrismaClient } from '../../generated/prisma/client.js';
import { Config } from '../config/config.js';
import { Metrics } from '../metrics/metrics.js';
import { spans } from '../tracing/spans.js';
import { tracePool } from '../tracing/traced-pool.js';
import { measurePool } from './pool-metrics.js';
import { limitStatements, setUpConnection } from './statement-limit.js';
import { StatementNames } from './statement-names.js';

type Purpose = keyof Config['pools'];
const CONNECT_TIMEOUT_MS = 3_000;
/** How long a transaction waits for a connection: a short peak is not a failure. */
const TRANSACTION_WAIT_MS = 5_000;
/** Postgres cancels statements that run longer. */
const STATEMENT_TIMEOUT_MS = 6_000;
/** Client-side limit for an answer. Together with the wait for a connection, callers get an error within 10 s. */
const QUERY_TIMEOUT_MS = 6_500;

/** bigint columns, which pg returns as strings, are parsed to bigint as Prisma does. */
const INT8_OID = 20;
const rowTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid, format): unknown =>
    Number(oid) === INT8_OID ? BigInt : (pg.types.getTypeParser(oid, format) as unknown),
};

/** A Postgres client. Hot statements go through `rows`; interactive transactions are for rare work. */
abstract class PooledClient extends PrismaClient implements OnApplicationShutdown {
  private readonly connections: pg.Pool;
  private readonly statementNames: StatementNames;
  private readonly seconds: Histogram.Internal<'pool'>;

  protected constructor(config: Config, metrics: Metrics, purpose: Purpose) {
    const log = new Logger('Postgres');
    const names = new StatementNames();
    // background work also walks large tables that are not in memory, where look-ups cost what Postgres says they do
    const setUp = purpose === 'background' ? limitStatements : setUpConnection;
    const pool = new pg.Pool({
      connectionString: config.databaseUrl,
      application_name: `ropeline ${purpose}`, // tells our sessions from foreign ones in pg_stat_activity
      max: config.pools[purpose],
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      verify: (client, done) => void setUp(client, STATEMENT_TIMEOUT_MS).then(() => done(), done),
      // a server that hangs or has vanished times out nothing itself, so the client does
      query_timeout: QUERY_TIMEOUT_MS,
      keepAlive: true,
    });
    // a broken idle connection must not crash the process
    pool.on('error', (error) => log.warn(`a connection broke: ${error.message}`));
    const tracing = spans();
    if (tracing) tracePool(pool, purpose, tracing);
    super({
      errorFormat: 'minimal', // no values in messages, because they are logged
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

  /** Runs one prepared statement through pg on the same connections, at a quarter of the CPU cost of `$queryRaw`. */
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
    // the client may be stopped twice, a pool only once
    if (!this.connections.ending) await this.connections.end();
  }
}

/** Strips the parts of a Postgres error that contain row values, which must not be logged. */
function withoutValues(error: unknown): unknown {
  if (error instanceof pg.DatabaseError) error.detail = error.where = error.internalQuery = undefined;
  return error;
}

/** For the sale and everything else that callers wait for. */
@Injectable()
export class PrismaService extends PooledClient {
  constructor(config: Config, metrics: Metrics = new Metrics()) {
    super(config, metrics, 'sale');
  }
}

/** For the waiting room: a slow sale must not delay a join. */
@Injectable()
export class LinePrisma extends PooledClient {
  constructor(config: Config, metrics: Metrics = new Metrics()) {
    super(config, metrics, 'line');
  }
}

/** For background work: relay and deliveries. */
@Injectable()
export class BackgroundPrisma extends PooledClient {
  constructor(config: Config, metrics: Metrics = new Metrics()) {
    super(config, metrics, 'background');
  }
}
