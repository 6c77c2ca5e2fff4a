import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';

/** A hash takes a core for tens of milliseconds on purpose: so few at once, or signing in would be a way to stop the node. */
const AT_ONCE = 2;
const WAITING = 10;

export class TooManyHashes extends Error {}

/** argon2id with the library's defaults (19 MiB, 2 rounds), at most two at a time. */
@Injectable()
export class Passwords {
  private running = 0;
  private readonly queue: (() => void)[] = [];
  /** Compared with when the account is unknown, so that both answers take the same time. */
  private decoy: Promise<string> | null = null;

  async hash(password: string): Promise<string> {
    return await this.inTurn(() => hash(password));
  }

  /** `stored` null means there is no such account: false, after the same work. Throws TooManyHashes. */
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
