import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../../platform/problem/problem.js';
import { type Staff, staffOf } from '../sign-in/staff.types.js';
import type { Refused } from './account.service.js';

/** Returns the member behind a request; keys have no account. */
export function memberOf(request: FastifyRequest): Staff & { memberId: string } {
  const staff = staffOf(request);
  if (staff.memberId === null) throw new ProblemError('FORBIDDEN');
  return { ...staff, memberId: staff.memberId };
}

/** Returns what was done; throws the coded refusal otherwise. */
export function accepted<T extends { kind: string }>(result: T | Refused): Exclude<T, Refused> {
  const refusal = result as Refused;
  switch (refusal.kind) {
    case 'wrong_password':
      throw new ProblemError('PASSWORD_WRONG');
    case 'password_needed':
      throw new ProblemError('PASSWORD_WRONG', {
        detail: 'Enter your password. If you have none, sign out and in again: for ten minutes it is not asked for.',
      });
    case 'wrong_code':
      throw new ProblemError('SECOND_FACTOR_INVALID');
    case 'state':
      throw new ProblemError('SECOND_FACTOR_STATE');
    case 'gone':
      throw new ProblemError('NOT_FOUND');
    case 'limited':
      throw new ProblemError('RATE_LIMITED', { retryAfterMs: refusal.waitMs });
    default:
      return result as Exclude<T, Refused>;
  }
}
