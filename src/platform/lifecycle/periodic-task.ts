import { type BeforeApplicationShutdown, Inject, Logger, type OnApplicationBootstrap, Optional } from '@nestjs/common';
import { forEachIsolated, type IsolatedRun } from './for-each-isolated.js';
import { Streaks } from './streaks.js';
import { TaskLags } from './task-lags.js';
import { failureText } from '../logs/error-text.js';

/** How long a stop waits for the running round before continuing without it. */
const STOP_WAIT_MS = 8_000;

/**
 * A periodic worker: bounded rounds, never concurrent within a node, idempotent across nodes. A failed round is logged
 * (once per streak) and does not stop the next. Each task exports its lag as a metric.
 */
export abstract class PeriodicTask implements OnApplicationBootstrap, BeforeApplicationShutdown {
  abstract readonly name: string;
  /** Pause between the end of a round and the start of the next. */
  abstract readonly everyMs: number;
  /** One bounded round. `signal` aborts when the node stops. */
  abstract runOnce(signal: AbortSignal): Promise<void>;

  private readonly stopping = new AbortController();
  private loop: Promise<void> | null = null;
  private wakeUp: (() => void) | null = null;
  private woken = false;
  private failures = 0;
  /** Made on first use, because the name is the subclass's. */
  private itemStreaks: Streaks | null = null;
  /** Injected as a property, so that tasks need not pass it on; absent if a spec constructs the task itself. */
  @Optional()
  @Inject(TaskLags)
  protected lags: TaskLags | undefined;

  onApplicationBootstrap(): void {
    this.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stop();
  }

  start(): void {
    if (this.loop) return;
    this.lags?.succeeded(this.name);
    this.loop = this.run();
  }

  /** Requests a round now instead of after the pause. */
  wake(): void {
    this.woken = true;
    this.wakeUp?.();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.wakeUp?.();
    await Promise.race([
      this.loop ?? Promise.resolve(),
      new Promise((resolve) => setTimeout(resolve, STOP_WAIT_MS).unref()),
    ]);
  }

  /** Processes every item; one that throws or hangs is logged, once per streak, and does not block the others. */
  protected async each<Item>(
    items: readonly Item[],
    terms: Omit<IsolatedRun<Item>, 'streaks'>,
    work: (item: Item) => Promise<void>,
  ): Promise<void> {
    this.itemStreaks ??= new Streaks(new Logger(this.name));
    await forEachIsolated(items, { ...terms, streaks: this.itemStreaks }, work);
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.runOnce(signal);
        this.failures = 0;
        this.lags?.succeeded(this.name);
      } catch (error) {
        this.failures += 1;
        this.lags?.failed(this.name);
        if (this.failures === 1 && !signal.aborted)
          new Logger(this.name).error(`A round failed: ${failureText(error)}`);
      }
      await this.pause();
    }
  }

  private async pause(): Promise<void> {
    if (!this.woken && !this.stopping.signal.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, this.everyMs);
        this.wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.wakeUp = null;
    this.woken = false;
  }
}
