import type { Logger } from '@nestjs/common';
import { failureText } from '../logs/error-text.js';
import { BoundedMap } from '../cache/bounded-map.js';

/**
 * Maximum number of failing subjects remembered. Beyond it the one that failed longest ago is dropped, so its next failure
 * is logged again.
 */
const SUBJECTS_MAX = 10_000;

/** Hears of each try of something. */
export interface Outcome {
  failed: (error: unknown) => void;
  succeeded: () => void;
}

/** Logs the start of each subject's failure streak at error, and its end; failures in between are only counted. */
export class Streaks {
  private readonly failing = new BoundedMap<string, number>(SUBJECTS_MAX);

  constructor(private readonly log: Pick<Logger, 'error' | 'log'>) {}

  /** Subjects whose latest try failed. */
  get subjects(): string[] {
    return [...this.failing.keys()];
  }

  failed(subject: string, error: unknown): void {
    const before = this.failing.get(subject) ?? 0;
    this.failing.set(subject, before + 1);
    if (before === 0) this.log.error(`${subject}: ${failureText(error)}`);
  }

  succeeded(subject: string): void {
    const failures = this.failing.get(subject);
    if (failures === undefined) return;
    this.failing.delete(subject);
    this.log.log(`${subject}: works again after ${failures} failures`);
  }

  /** The same for one subject, for whoever is told how it went. */
  of(subject: string): Outcome {
    return { failed: (error) => this.failed(subject, error), succeeded: () => this.succeeded(subject) };
  }

  /** Drops a subject that is no longer processed. */
  forget(subject: string): void {
    this.failing.delete(subject);
  }
}
