import type { FieldError } from '../../contract/errors.js';
import { asksStepUp, STEP_UP_CLAIM_MINUTES } from '../../contract/line/step-up.js';
import type { SaleView } from '../sales.types.js';

/** Refuses a step-up that could ask nobody, or that nobody could answer in time. */
export function* stepUpErrors(
  { entry, challenge }: Pick<SaleView, 'entry' | 'challenge'>,
  { stepUp, claimMinutes }: SaleView['policy'],
): Generator<FieldError> {
  if (!asksStepUp(stepUp)) return;
  const field = 'policy.stepUp';
  if (entry !== 'open')
    yield { field, message: 'needs the entry open: elsewhere each place belongs to a person already' };
  if (stepUp === 'on' && challenge === 'off')
    yield { field, message: 'needs a challenge other than off, without which networks are not counted; or `everyone`' };
  if (claimMinutes < STEP_UP_CLAIM_MINUTES)
    yield { field, message: `needs claimMinutes of at least ${STEP_UP_CLAIM_MINUTES}: they are the time to answer` };
}
