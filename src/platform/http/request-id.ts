import { randomBytes } from 'node:crypto';

const RUN_BYTES = 9;

/**
 * Generates request ids: random per process, then a counter. Unique across nodes and restarts, sortable within a
 * process.
 */
export function requestIds(): () => string {
  const run = randomBytes(RUN_BYTES).toString('base64url');
  let count = 0;
  return () => {
    count += 1;
    return `${run}-${count.toString(36)}`;
  };
}
