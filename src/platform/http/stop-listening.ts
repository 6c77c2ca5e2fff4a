import type { Server } from 'node:http';

/** A turn of the event loop that takes longer may have let a connection in after it had looked for one. */
const SHORT_TURN_MS = 0.5;

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Stops listening right after a turn of the event loop that found no connection waiting. The kernel completes
 * connections before the process accepts them and resets those still queued when the listening socket closes: behind a
 * proxy, each of them is a request that fails. Libuv accepts one connection a turn, so a busy node has a queue.
 * Returns false if no such turn came within `limitMs`.
 */
export async function stopListening(server: Server, limitMs: number): Promise<boolean> {
  let accepted = 0;
  const count = (): void => void (accepted += 1);
  server.on('connection', count);
  await nextTurn(); // the rest of this turn, however long it was
  const until = performance.now() + limitMs;
  let isQuiet = false;
  while (!isQuiet && performance.now() < until) {
    const before = accepted;
    const beganAt = performance.now();
    await nextTurn();
    isQuiet = accepted === before && performance.now() - beganAt < SHORT_TURN_MS;
  }
  server.off('connection', count);
  server.close();
  return isQuiet;
}
