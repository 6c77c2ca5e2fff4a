import { ProblemError } from '../../platform/problem/problem.js';
import type {
  ChangeResult,
  CreateResult,
  ExtendResult,
  RemoveResult,
  ReplaceResult,
} from '../../sales/sale-results.types.js';
import type { SaleView } from '../../sales/sales.types.js';
import { approvalRequired } from '../approvals/approval-answers.js';
import type { NeedsApproval } from '../approvals/approval-gate.js';
import type { MoveAnswer, SaleMoveVerb } from './staff-sales.service.js';

/** Returns the sale that a call created or changed; throws the coded refusal otherwise. */
export function changedSale(result: ChangeResult | NeedsApproval): SaleView {
  switch (result.kind) {
    case 'needs_approval':
      throw approvalRequired(result);
    case 'changed':
      return result.sale;
    case 'not_found':
      throw new ProblemError('NOT_FOUND');
    case 'invalid':
      throw new ProblemError('VALIDATION_FAILED', { errors: result.errors });
    case 'not_supported':
      throw new ProblemError('NOT_SUPPORTED', { detail: result.detail });
    case 'refused':
      throw new ProblemError('SALE_STATE', { detail: `The sale is ${words(result.state)}.` });
    case 'conflict':
      throw new ProblemError('VERSION_CONFLICT');
  }
}

export function replacedSale(result: ReplaceResult): SaleView {
  if (result.kind === 'slug_taken') throw new ProblemError('SLUG_TAKEN');
  return changedSale(result);
}

export function expectRemoved(result: RemoveResult): void {
  switch (result.kind) {
    case 'removed':
      return;
    case 'not_found':
      throw new ProblemError('NOT_FOUND');
    case 'refused':
      throw new ProblemError('SALE_STATE', {
        detail: `The sale is ${words(result.state)}: only a draft can be deleted.`,
      });
    case 'conflict':
      throw new ProblemError('VERSION_CONFLICT');
  }
}

export function extendedSale(result: ExtendResult | NeedsApproval): SaleView {
  switch (result.kind) {
    case 'needs_approval':
      throw approvalRequired(result);
    case 'extended':
      return result.sale;
    case 'not_found':
      throw new ProblemError('NOT_FOUND');
    case 'refused':
      throw new ProblemError('SALE_STATE', { detail: `The sale is ${words(result.state)}.` });
    case 'too_far':
      throw new ProblemError('LIMIT_EXCEEDED', { detail: 'Deadlines can be extended by one day in all.' });
    case 'away':
    case 'other_epoch':
      throw new ProblemError('CORE_AWAY');
  }
}

export function createdSale(result: CreateResult): SaleView {
  switch (result.kind) {
    case 'created':
      return result.sale;
    case 'slug_taken':
      throw new ProblemError('SLUG_TAKEN');
    case 'invalid':
      throw new ProblemError('VALIDATION_FAILED', { errors: result.errors });
    case 'not_supported':
      throw new ProblemError('NOT_SUPPORTED', { detail: result.detail });
  }
}

export function movedSale(result: MoveAnswer | NeedsApproval, verb: SaleMoveVerb): SaleView {
  switch (result.kind) {
    case 'needs_approval':
      throw approvalRequired(result);
    case 'moved':
    case 'unchanged':
      return result.sale;
    case 'refused':
      throw new ProblemError('SALE_STATE', { detail: `A sale that is ${words(result.state)} cannot ${verb}.` });
    case 'not_found':
      throw new ProblemError('NOT_FOUND');
    case 'too_many':
      throw new ProblemError('LIVE_SALES_LIMIT');
    case 'not_supported':
      throw new ProblemError('NOT_SUPPORTED', { detail: result.detail });
    case 'away':
      throw new ProblemError('CORE_AWAY');
  }
}

const words = (state: string): string => state.replace('_', ' ');
