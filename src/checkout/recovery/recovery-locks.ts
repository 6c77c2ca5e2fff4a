import { Injectable, Logger } from '@nestjs/common';
import pg from 'pg';
import { Config } from '../../platform/config/config.js';
import { limitStatements } from '../../platform/prisma/statement-limit.js';

const CONNECT_TIMEOUT_MS = 3_000;
const STATEMENT_TIMEOUT_MS = 5_000;

/** Sales locked for a recovery, released individually or all together when the connection closes. */
export interface RecoveryLocks {
  /** Those of the requested sales that no other node is recovering. */
  readonly saleIds: readonly string[];
  /** Returns false once the connection, and with it every lock, is lost; another node may have taken over. */
  isHeld(): boolean;
  release(saleId: string): Promise<void>;
}

/**
 * Locks the sales of a recovery: while a lock is held, no order of the sale becomes committed (orders.sql.ts takes the
 * same lock shared) and no other node recovers it. One dedicated connection holds all locks of a recovery, so that a
 * hundred sales do not need a hundred connections and a dying node leaves no lock behind.
 */
@Injectable()
export class RecoveryLocker {
  private readonly log = new Logger('Recovery');

  constructor(private readonly config: Config) {}

  async withLocks(saleIds: readonly string[], work: (locks: RecoveryLocks) => Promise<void>): Promise<void> {
    const client = new pg.Client({
      connectionString: this.config.databaseUrl,
      application_name: 'ropeline recovery',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    });
    let isLost = false;
    let releasing: Promise<void> = Promise.resolve();
    client.on('error', (error) => {
      isLost = true;
      this.log.error(`recovery locks lost: ${error.message}`);
    });
    await client.connect();
    try {
      await limitStatements(client, STATEMENT_TIMEOUT_MS);
      const { rows } = await client.query<{ id: string }>(
        `SELECT id FROM unnest($1::text[]) AS id WHERE pg_try_advisory_lock(${LOCK_KEY})`,
        [saleIds],
      );
      const mine = new Set(rows.map(({ id }) => id));
      await work({
        saleIds: saleIds.filter((id) => mine.has(id)),
        isHeld: () => !isLost,
        // serialises releases, because a connection runs one query at a time
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
      isLost = true; // rebuilds still running must not open a sale
      await client.end().catch(() => undefined);
    }
  }
}

/** Must equal recoveryLockKey in orders.sql.ts; a spec compares both. */
const LOCK_KEY = `hashtextextended('recovery:' || id, 0)`;
