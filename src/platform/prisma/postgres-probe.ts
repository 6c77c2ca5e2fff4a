import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { Config } from '../config/config.js';
import { Metrics } from '../metrics/metrics.js';

/** Together below the timeouts of a scrape and of the readiness probes in deploy/. */
const CONNECT_MS = 1_000;
const ANSWER_MS = 1_500;
/** Postgres answers that all its connections are in use. */
const TOO_MANY_CONNECTIONS = '53300';

/** `busy`: it refuses new connections and keeps serving open ones; whether this node has any of those is unknown. */
export type PostgresAnswer = 'up' | 'busy' | 'down';

/**
 * Asks Postgres whether it answers, on a connection of its own: the pools cannot tell a server that hangs from one that
 * is busy, because in both cases statements wait.
 */
@Injectable()
export class PostgresProbe implements OnApplicationShutdown {
  private client: pg.Client | null = null;
  private asking: Promise<PostgresAnswer> | null = null;
  private isKnownUp = false;

  constructor(
    private readonly config: Config,
    metrics: Metrics,
  ) {
    const up = metrics.gauge('postgres_up', '1 while Postgres answers');
    metrics.onCollect(async () => up.set((await this.answer()) === 'down' ? 0 : 1));
  }

  /** Callers at the same time share one question. */
  async answer(): Promise<PostgresAnswer> {
    this.asking ??= this.ask().finally(() => {
      this.asking = null;
    });
    return await this.asking;
  }

  /** Returns whether this node works with Postgres; while that is busy, as when it last was not. */
  async isReached(): Promise<boolean> {
    const answer = await this.answer();
    return answer === 'busy' ? this.isKnownUp : answer === 'up';
  }

  async onApplicationShutdown(): Promise<void> {
    await this.asking;
    await this.drop();
  }

  private async ask(): Promise<PostgresAnswer> {
    try {
      this.client ??= await this.connect();
      await this.client.query('SELECT 1');
      this.isKnownUp = true;
      return 'up';
    } catch (error) {
      void this.drop();
      if (error instanceof pg.DatabaseError && error.code === TOO_MANY_CONNECTIONS) return 'busy';
      this.isKnownUp = false;
      return 'down';
    }
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.config.databaseUrl,
      application_name: 'ropeline probe',
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: ANSWER_MS,
      keepAlive: true,
    });
    client.on('error', () => {
      if (this.client === client) this.client = null;
    });
    await client.connect();
    return client;
  }

  private async drop(): Promise<void> {
    const client = this.client;
    this.client = null;
    await client?.end().catch(() => undefined); // breaks off a question that is still open
  }
}
