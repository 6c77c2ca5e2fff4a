import type { Logger } from '@nestjs/common';

/** Subjects remembered as failing. Beyond it the oldest is forgotten, so its next failure is logged again. */
const SUBJECTS_MAX = 10_000;

/** Logs the first failure of each subject's streak at error, and its end; what happens in between only counts. */
export class Streaks {
  private readonly failing = new Map<string, number>();

  constructor(private readonly log: Pick<Logger, 'error' | 'log'>) {}

  /** Subjects whose last try failed. */
  get subjects(): string[] {
    return [...this.failing.keys()];
  }

  failed(subject: string, error: unknown): void {
    const before = this.failing.get(subject) ?? 0;
    const oldest = this.failing.keys().next();
    if (before === 0 && this.failing.size >= SUBJECTS_MAX && !oldest.done) this.failing.delete(oldest.value);
    this.failing.set(subject, before + 1);
    if (before === 0)
      this.log.error(`${subject}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }

  succeeded(subject: string): void {
    const failures = this.failing.get(subject);
    if (failures === undefined) return;
    this.failing.delete(subject);
    this.log.log(`${subject}: works again after ${failures} failures`);
  }

  /** A subject that is no longer worked on. */
  forget(subject: string): void {
    this.failing.delete(subject);
  }
}
