import { Injectable, Logger } from '@nestjs/common';
import pg from 'pg';
import { Config } from '../../platform/config/config.js';

const CONNECT_TIMEOUT_MS = 3_000;
const STATEMENT_TIMEOUT_MS = 5_000;

/** Sales locked for a recovery, until they are released one by one or all with the connection. */
export interface RecoveryLocks {
  /** Of the sales asked for, those that nobody else recovers. */
  readonly saleIds: readonly string[];
  /** False when the connection, and with it every lock, was lost: another node may be at it. */
  isHeld(): boolean;
  release(saleId: string): Promise<void>;
}

/**
 * Locks the sales of a recovery: while one is held, no order of the sale becomes committed (orders.sql.ts takes the same
 * lock shared) and nobody else recovers it. All of one recovery are held by one connection of their own, so that a hundred
 * sales need no hundred connections, and a node that dies leaves nothing behind.
 */
@Injectable()
export class RecoveryLocker {
  private readonly log = new Logger('Recovery');

  constructor(private readonly config: Config) {}

  async withLocks(saleIds: readonly string[], work: (locks: RecoveryLocks) => Promise<void>): Promise<void> {
    const client = new pg.Client({
      connectionString: this.config.databaseUrl,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      keepAlive: true,
    });
    let isLost = false;
    let releasing: Promise<void> = Promise.resolve();
    client.on('error', (error) => {
      isLost = true;
      this.log.error(`the recovery's locks were lost: ${error.message}`);
    });
    await client.connect();
    try {
      const { rows } = await client.query<{ id: string }>(
        `SELECT id FROM unnest($1::text[]) AS id WHERE pg_try_advisory_lock(${LOCK_KEY})`,
        [saleIds],
      );
      const mine = new Set(rows.map(({ id }) => id));
      await work({
        saleIds: saleIds.filter((id) => mine.has(id)),
        isHeld: () => !isLost,
        // one connection answers one query at a time: rebuilds that end together wait for each other here
        release: (saleId) => {
          releasing = releasing
            .catch(() => undefined)
            .then(() =>
              client.query(`SELECT pg_advisory_unlock(${LOCK_KEY}) FROM (SELECT $1::text AS id) sale`, [saleId]),
            )
            .then(() => undefined);
          return releasing;
        },
      });
    } finally {
      isLost = true; // whatever still runs may open nothing
      await client.end().catch(() => undefined);
    }
  }
}

/** The same key as recoveryLockKey in orders.sql.ts; a spec compares both. */
const LOCK_KEY = `hashtextextended('recovery:' || id, 0)`;
