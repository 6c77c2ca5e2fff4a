import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '../../generated/prisma/client.js';
import { Config } from '../config/config.js';
import { StatementNames } from './statement-names.js';

/**
 * Connections of one node to Postgres, by purpose, so that neither the line nor the background waits behind the sale. Small:
 * a hot write is one statement for many fans, and many nodes share the server.
 */
const POOL_SIZES = { sale: 10, line: 4, background: 4 } as const;
type Purpose = keyof typeof POOL_SIZES;
const CONNECT_TIMEOUT_MS = 3_000;
/** A transaction waits so long for a connection: a busy moment is not a fault. */
const TRANSACTION_WAIT_MS = 5_000;
/** A statement that runs longer is ended by Postgres itself. */
const STATEMENT_TIMEOUT_MS = 6_000;
/** An answer that has not come by then will not. With the wait for a connection, whoever asked is told within 10 s. */
const QUERY_TIMEOUT_MS = 6_500;

/** Postgres. Hot writes are single statements through $queryRaw; interactive transactions are for rare work. */
abstract class PooledClient extends PrismaClient implements OnApplicationShutdown {
  protected constructor(config: Config, purpose: Purpose) {
    const log = new Logger('Postgres');
    const names = new StatementNames();
    super({
      errorFormat: 'minimal', // no values in messages: they are written to the log
      transactionOptions: { maxWait: TRANSACTION_WAIT_MS, timeout: STATEMENT_TIMEOUT_MS },
      adapter: new PrismaPg(
        {
          connectionString: config.databaseUrl,
          max: POOL_SIZES[purpose],
          connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
          statement_timeout: STATEMENT_TIMEOUT_MS,
          // a server that hangs or has vanished ends nothing by itself: the client does
          query_timeout: QUERY_TIMEOUT_MS,
          keepAlive: true,
        },
        // an idle connection that breaks must not end the process
        {
          statementNameGenerator: ({ sql }) => names.of(sql),
          onPoolError: (error) => log.warn(`a connection broke: ${error.message}`),
          onConnectionError: (error) => log.warn(`a connection broke: ${error.message}`),
        },
      ),
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.$disconnect();
  }
}

/** For the sale and everything else that somebody waits for. */
@Injectable()
export class PrismaService extends PooledClient {
  constructor(config: Config) {
    super(config, 'sale');
  }
}

/** For the waiting room: a slow sale must not hold up a join. */
@Injectable()
export class LinePrisma extends PooledClient {
  constructor(config: Config) {
    super(config, 'line');
  }
}

/** For work that nobody waits for: relay and deliveries. */
@Injectable()
export class BackgroundPrisma extends PooledClient {
  constructor(config: Config) {
    super(config, 'background');
  }
}
