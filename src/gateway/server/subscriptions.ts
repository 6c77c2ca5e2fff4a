/** Reference-counted subscriptions shared by sockets: the first starts listening, the last stops it. */
export class Subscriptions {
  private readonly entries = new Map<string, { count: number; stop: () => void }>();

  /** @param listen starts listening and returns a function that stops */
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
