/** A proxy that lost a node tries it again with one connection in ten seconds, each of its workers by itself. */
const WITHIN_MS = 30_000;

/**
 * Ends every second handshake by a proxy in a node's first half minute. nginx, with its defaults, counts a node that was
 * replaced as failed until a connection to it has ended well, and a socket does not end: if its trial is one, hardly
 * anybody reaches the node, and once the next node is replaced, nobody reaches any (decision 220).
 */
export class FirstHandshakes {
  private readonly startedAtMs = performance.now();
  private count = 0;

  mustEnd(forwardedFor: string | string[] | undefined): boolean {
    if (forwardedFor === undefined || performance.now() - this.startedAtMs > WITHIN_MS) return false;
    this.count += 1;
    return this.count % 2 === 1;
  }
}
