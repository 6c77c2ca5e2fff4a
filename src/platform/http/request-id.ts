import { randomBytes } from 'node:crypto';

const RUN_BYTES = 9;

/** Request ids of one process: its random run, then a count. Unique across nodes and restarts, sortable within a run. */
export function requestIds(): () => string {
  const run = randomBytes(RUN_BYTES).toString('base64url');
  let count = 0;
  return () => {
    count += 1;
    return `${run}-${count.toString(36)}`;
  };
}
