import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { Config } from '../config/config.js';
import { Metrics } from '../metrics/metrics.js';

/** Together below the timeouts of a scrape and of the readiness probes in deploy/. */
const CONNECT_MS = 1_000;
const ANSWER_MS = 1_500;
/** Postgres answers that all its connections are in use: it is there, and those of the pools go on. */
const TOO_MANY_CONNECTIONS = '53300';

/**
 * Asks Postgres whether it answers, on a connection of its own: the pools cannot tell a server that hangs from one that
 * is busy, because in both cases statements wait.
 */
@Injectable()
export class PostgresProbe implements OnApplicationShutdown {
  private client: pg.Client | null = null;
  private asking: Promise<boolean> | null = null;

  constructor(
    private readonly config: Config,
    metrics: Metrics,
  ) {
    const up = metrics.gauge('postgres_up', '1 while Postgres answers');
    metrics.onCollect(async () => up.set((await this.answers()) ? 1 : 0));
  }

  /** Callers at the same time share one question. */
  async answers(): Promise<boolean> {
    this.asking ??= this.ask().finally(() => {
      this.asking = null;
    });
    return await this.asking;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.asking;
    await this.drop();
  }

  private async ask(): Promise<boolean> {
    try {
      this.client ??= await this.connect();
      await this.client.query('SELECT 1');
      return true;
    } catch (error) {
      void this.drop();
      return error instanceof pg.DatabaseError && error.code === TOO_MANY_CONNECTIONS;
    }
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.config.databaseUrl,
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
