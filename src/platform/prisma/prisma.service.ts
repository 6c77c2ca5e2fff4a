import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '../../generated/prisma/client.js';
import { Config } from '../config/config.js';
import { StatementNames } from './statement-names.js';

/** Connections of one node to Postgres: small, for a hot write is one statement and many nodes share the server. */
const POOL_SIZE = 12;
const CONNECT_TIMEOUT_MS = 3_000;
/** A transaction waits so long for a connection: a busy moment is not a fault. */
const TRANSACTION_WAIT_MS = 5_000;
/** A statement that runs longer is ended by Postgres itself. */
const STATEMENT_TIMEOUT_MS = 10_000;

/** Postgres. Hot writes are single statements through $queryRaw; interactive transactions are for rare work. */
@Injectable()
export class PrismaService extends PrismaClient implements OnApplicationShutdown {
  constructor(config: Config) {
    const log = new Logger('Postgres');
    const names = new StatementNames();
    super({
      errorFormat: 'minimal', // no values in messages: they are written to the log
      transactionOptions: { maxWait: TRANSACTION_WAIT_MS, timeout: STATEMENT_TIMEOUT_MS },
      adapter: new PrismaPg(
        {
          connectionString: config.databaseUrl,
          max: POOL_SIZE,
          connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
          statement_timeout: STATEMENT_TIMEOUT_MS,
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
