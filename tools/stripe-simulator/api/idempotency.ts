import { createHash } from 'node:crypto';

export interface StoredAnswer {
  readonly status: number;
  readonly body: string;
  readonly requestId: string;
}

interface Entry {
  readonly fingerprint: string;
  readonly startedAt: number;
  answer: StoredAnswer | null;
}

export type Begun =
  | { readonly kind: 'fresh' }
  | { readonly kind: 'replay'; readonly answer: StoredAnswer }
  | { readonly kind: 'mismatch' }
  | { readonly kind: 'in-flight' };

const KEY_LIFE_MS = 24 * 3_600_000;
/** About 2 KB each, so at most 100 MB; the oldest are evicted first. */
const MAX_KEYS = 50_000;

/** Stores the first answer under each Idempotency-Key for 24 hours; errors, including 500, are replayed too. */
export class IdempotencyKeys {
  /** In order of first use, so that the oldest are at the front. */
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly now: () => number = Date.now,
    private readonly maxKeys = MAX_KEYS,
  ) {}

  get size(): number {
    return this.entries.size;
  }

  /** Classifies a call with this key: first use, replay, another call's key, or in flight. */
  begin(key: string, fingerprint: string): Begun {
    this.prune();
    const entry = this.entries.get(key);
    if (!entry) {
      this.entries.set(key, { fingerprint, startedAt: this.now(), answer: null });
      return { kind: 'fresh' };
    }
    if (entry.fingerprint !== fingerprint) return { kind: 'mismatch' };
    return entry.answer ? { kind: 'replay', answer: entry.answer } : { kind: 'in-flight' };
  }

  finish(key: string, answer: StoredAnswer): void {
    const entry = this.entries.get(key);
    if (entry) entry.answer = answer;
  }

  /** Releases the key of a call that was refused before any work was begun. */
  forget(key: string): void {
    this.entries.delete(key);
  }

  private prune(): void {
    const deadline = this.now() - KEY_LIFE_MS;
    for (const [key, entry] of this.entries) {
      if (entry.startedAt > deadline && this.entries.size < this.maxKeys) return;
      this.entries.delete(key);
    }
  }
}

/** Returns the same fingerprint for equal calls: method, path and parameters, in any order. */
export function callFingerprint(method: string, path: string, body: string): string {
  const pairs = body.split('&').sort().join('&');
  return createHash('sha1').update(`${method} ${path}\n${pairs}`).digest('base64');
}
