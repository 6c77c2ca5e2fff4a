import { randomBytes } from 'node:crypto';

const RUN_BYTES = 9;

/**
 * Generates request ids: random per process, then a counter. Unique across nodes and restarts. People read them out
 * and search for them: in hex none begins like an option of a command.
 */
export function requestIds(): () => string {
  const run = randomBytes(RUN_BYTES).toString('hex');
  let count = 0;
  return () => {
    count += 1;
    return `${run}-${count.toString(36)}`;
  };
}
