import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import pg from 'pg';
import { Config } from '../platform/config/config.js';

const signals = [
  'ropeline_payment_wish',
  'ropeline_payment_refund',
  'ropeline_payment_fact',
  'ropeline_stripe_event',
  'ropeline_order_moved',
] as const;
export type PaymentSignal = (typeof signals)[number];
type Listener = (subjects: readonly string[]) => void;

/** NOTIFY takes a server-wide lock at commit: wishes within this time share one notification. */
const COALESCE_MS = 10;
const RECONNECT_MS = 2_000;
const CONNECT_TIMEOUT_MS = 3_000;
const QUERY_TIMEOUT_MS = 5_000;
/** A listener sends nothing, so only the kernel's probes notice that its server has vanished, within some 20 s. */
const KEEP_ALIVE_AFTER_MS = 10_000;

/** Subjects per notification: its payload is limited to 8,000 bytes. */
const MAX_SUBJECTS = 200;

/**
 * Wakes workers: directly in this process, otherwise in others by LISTEN/NOTIFY. Only reduces latency: a worker that
 * misses a signal finds the rows in its next round.
 */
@Injectable()
export class PaymentSignals implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('PaymentSignals');
  private readonly listeners = new Map<PaymentSignal, Set<Listener>>();
  private readonly due = new Map<PaymentSignal, Set<string>>();
  /** Subjects that the next notifications have no room for. */
  private dropped = 0;
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

  /** Calls `listener` whenever there may be something new. Returns its unsubscribe function. */
  on(signal: PaymentSignal, listener: Listener): () => void {
    const set = this.listeners.get(signal) ?? new Set();
    this.listeners.set(signal, set.add(listener));
    return () => set.delete(listener);
  }

  /** Must be called after the rows are committed. @param subject what it is about, for listeners that need it */
  emit(signal: PaymentSignal, subject?: string): void {
    if (!this.hear(signal, subject === undefined ? [] : [subject])) this.emitElsewhere(signal, subject);
  }

  /** Emits to other processes only. */
  emitElsewhere(signal: PaymentSignal, subject?: string): void {
    const subjects = this.due.get(signal) ?? new Set();
    if (subject !== undefined && !subjects.has(subject)) {
      if (subjects.size < MAX_SUBJECTS) subjects.add(subject);
      else this.dropped += 1;
    }
    this.due.set(signal, subjects);
    this.scheduleFlush();
  }

  /** Keeps one notification in flight; later signals join the next. */
  private scheduleFlush(): void {
    if (this.flushing || this.stopped || this.due.size === 0) return;
    this.flushing = true;
    setTimeout(() => void this.flush(), COALESCE_MS).unref();
  }

  private async flush(): Promise<void> {
    const names = [...this.due.keys()];
    const payloads = [...this.due.values()].map((subjects) => [...subjects].join(','));
    this.due.clear();
    if (this.dropped > 0) this.log.warn(`${this.dropped} subjects are not told: more than ${MAX_SUBJECTS} at once`);
    this.dropped = 0;
    const client = this.client;
    try {
      await client?.query(
        'SELECT pg_notify(name, subjects) FROM unnest($1::text[], $2::text[]) AS due (name, subjects)',
        [names, payloads],
      );
    } catch {
      // the rows are committed; other workers find them by polling
      void client?.end().catch(() => undefined); // 'end' follows, and a new connection
    }
    this.flushing = false;
    this.scheduleFlush();
  }

  private async connect(): Promise<void> {
    if (this.stopped) return;
    const client = new pg.Client({
      connectionString: this.config.databaseUrl,
      application_name: 'ropeline signals',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    });
    client.on('notification', ({ channel, processId, payload }) => {
      if (processId !== this.ownProcessId) this.hear(channel, payload ? payload.split(',') : []);
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
      this.log.warn(`cannot listen for payment signals: ${error instanceof Error ? error.message : String(error)}`);
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

  /** Returns whether this process has a listener. */
  private hear(signal: string, subjects: readonly string[]): boolean {
    const listeners = this.listeners.get(signal as PaymentSignal);
    for (const listener of listeners ?? []) listener(subjects);
    return listeners !== undefined && listeners.size > 0;
  }
}
