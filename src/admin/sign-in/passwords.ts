import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';

/**
 * Hashing deliberately costs a core tens of milliseconds; the concurrency limit keeps sign-ins from stalling the node.
 */
const AT_ONCE = 2;
const WAITING = 10;

export class TooManyHashes extends Error {}

/** argon2id with the library's defaults (19 MiB, 2 rounds), at most two at a time. */
@Injectable()
export class Passwords {
  private running = 0;
  private readonly queue: (() => void)[] = [];
  /** Compared against for unknown accounts, so that both responses take the same time. */
  private decoy: Promise<string> | null = null;

  async hash(password: string): Promise<string> {
    return await this.inTurn(() => hash(password));
  }

  /** Returns false for a null `stored` (no such account) after the same work. Throws TooManyHashes. */
  async matches(stored: string | null, password: string): Promise<boolean> {
    return await this.inTurn(async () => {
      this.decoy ??= hash('a password that nobody has');
      const same = await verify(stored ?? (await this.decoy), password);
      return same && stored !== null;
    });
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= AT_ONCE) {
      if (this.queue.length >= WAITING) throw new TooManyHashes();
      await new Promise<void>((resolve) => this.queue.push(resolve));
    }
    this.running += 1;
    try {
      return await work();
    } finally {
      this.running -= 1;
      this.queue.shift()?.();
    }
  }
}
