import { ProblemError } from '../../platform/problem/problem.js';
import type { NeedsApproval } from './approval-gate.js';

/** Nothing was done yet: it waits for somebody else, under the id that the refusal names. */
export const approvalRequired = ({ approvalId }: NeedsApproval): ProblemError =>
  new ProblemError('APPROVAL_REQUIRED', { approvalId });
