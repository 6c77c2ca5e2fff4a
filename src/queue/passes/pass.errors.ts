import { ProblemError } from '../../platform/problem/problem.js';
import type { PermitResult } from '../queue.types.js';

const AWAY_RETRY_MS = 2_000;

/** Maps a pass that lets nobody shop to its problem, for HTTP and sockets alike. */
export function passProblem({ kind }: Exclude<PermitResult, { kind: 'ok' }>): ProblemError {
  switch (kind) {
    case 'invalid':
      return new ProblemError('PASS_INVALID');
    case 'expired':
      return new ProblemError('PASS_EXPIRED');
    case 'away':
      return new ProblemError('CORE_AWAY', { retryAfterMs: AWAY_RETRY_MS });
  }
}
