import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import pg from 'pg';
import { Config } from '../platform/config/config.js';

export type PaymentSignal = 'ropeline_payment_command' | 'ropeline_payment_fact' | 'ropeline_stripe_event';
const signals: readonly PaymentSignal[] = [
  'ropeline_payment_command',
  'ropeline_payment_fact',
  'ropeline_stripe_event',
];

/** NOTIFY takes a lock of the whole server at commit: many wishes within this time become one. */
const COALESCE_MS = 10;
const RECONNECT_MS = 2_000;

/**
 * Wakes workers, here at once and on other nodes by LISTEN/NOTIFY. Only saves waiting: who misses a signal looks at the
 * rows by itself twice a second.
 */
@Injectable()
export class PaymentSignals implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('PaymentSignals');
  private readonly listeners = new Map<PaymentSignal, Set<() => void>>();
  private readonly due = new Set<PaymentSignal>();
  private client: pg.Client | null = null;
  private ownProcessId: number | null = null;
  private timer: NodeJS.Timeout | null = null;
  private flushing = false;
  private stopped = false;

  constructor(private readonly config: Config) {}

  onApplicationBootstrap(): void {
    void this.connect();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    const client = this.client;
    this.client = null;
    await client?.end().catch(() => undefined);
  }

  /** Calls `listener` whenever there may be something new. Returns what ends it. */
  on(signal: PaymentSignal, listener: () => void): () => void {
    const set = this.listeners.get(signal) ?? new Set();
    this.listeners.set(signal, set.add(listener));
    return () => set.delete(listener);
  }

  /** To be called after the rows are committed. */
  emit(signal: PaymentSignal): void {
    this.hear(signal);
    this.due.add(signal);
    this.scheduleFlush();
  }

  /** One notification at a time: whatever comes meanwhile goes with the next. */
  private scheduleFlush(): void {
    if (this.flushing || this.stopped || this.due.size === 0) return;
    this.flushing = true;
    setTimeout(() => void this.flush(), COALESCE_MS).unref();
  }

  private async flush(): Promise<void> {
    const names = [...this.due];
    this.due.clear();
    try {
      await this.client?.query("SELECT pg_notify(name, '') FROM unnest($1::text[]) AS name", [names]);
    } catch {
      // the rows are there; others find them by looking
    }
    this.flushing = false;
    this.scheduleFlush();
  }

  private async connect(): Promise<void> {
    if (this.stopped) return;
    const client = new pg.Client({ connectionString: this.config.databaseUrl, keepAlive: true });
    client.on('notification', ({ channel, processId }) => {
      // whoever emits has told this process already
      if (processId !== this.ownProcessId) this.hear(channel);
    });
    client.on('error', () => undefined); // 'end' follows
    client.on('end', () => this.reconnect(client));
    try {
      await client.connect();
      const { rows } = await client.query<{ id: number }>('SELECT pg_backend_pid() AS id');
      this.ownProcessId = rows[0]?.id ?? null;
      await client.query(signals.map((signal) => `LISTEN ${signal}`).join(';'));
      this.client = client;
      if (this.stopped) await client.end();
    } catch (error) {
      this.log.warn(`cannot listen for payments' news: ${error instanceof Error ? error.message : String(error)}`);
      await client.end().catch(() => undefined);
      this.reconnect(client);
    }
  }

  private reconnect(lost: pg.Client): void {
    if (this.client === lost) this.client = null;
    if (this.stopped || this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.connect();
    }, RECONNECT_MS);
    this.timer.unref();
  }

  private hear(signal: string): void {
    for (const name of signals) if (name === signal) for (const listener of this.listeners.get(name) ?? []) listener();
  }
}
