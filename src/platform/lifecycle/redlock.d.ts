// redlock 5.0.0-beta.2 ships types that its exports map hides under nodenext; this declares the part we use.
declare module 'redlock' {
  import type { Redis } from 'ioredis';

  export class ResourceLockedError extends Error {}
  export interface Lock {
    release(): Promise<unknown>;
  }
  export default class Redlock {
    constructor(clients: Iterable<Redis>, settings?: { retryCount?: number; driftFactor?: number });
    acquire(resources: string[], durationMs: number): Promise<Lock>;
    on(event: 'error', listener: (error: unknown) => void): this;
  }
}
