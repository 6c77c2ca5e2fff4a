/** Subscriptions shared by sockets: the first one begins to listen, the last one ends it. */
export class Subscriptions {
  private readonly entries = new Map<string, { count: number; stop: () => void }>();

  /** @param listen begins to listen and returns how to stop */
  hold(key: string, listen: () => () => void): void {
    const present = this.entries.get(key);
    if (present) present.count += 1;
    else this.entries.set(key, { count: 1, stop: listen() });
  }

  release(key: string): void {
    const present = this.entries.get(key);
    if (!present) return;
    present.count -= 1;
    if (present.count > 0) return;
    present.stop();
    this.entries.delete(key);
  }

  stopAll(): void {
    for (const { stop } of this.entries.values()) stop();
    this.entries.clear();
  }
}
