import { ProblemError } from '../../platform/problem/problem.js';
import type { NeedsApproval } from './approval-gate.js';

/** Nothing was carried out: the proposal awaits a second person, under the id named in the refusal. */
export const approvalRequired = ({ approvalId }: NeedsApproval): ProblemError =>
  new ProblemError('APPROVAL_REQUIRED', { approvalId });
