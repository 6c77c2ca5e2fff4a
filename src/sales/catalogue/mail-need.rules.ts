import { asksStepUp } from '../../contract/line/step-up.js';
import type { SaleView } from '../sales.types.js';

/** Returns which setting of a sale nobody could answer without a mail server; null if none. */
export function mailNeedOf({
  entry,
  policy: { stepUp },
}: Pick<SaleView, 'entry'> & { policy: Pick<SaleView['policy'], 'stepUp'> }): string | null {
  const needs = (what: string): string => `${what} needs a mail server: set ROPELINE_MAIL_URL`;
  if (entry === 'email') return needs('entry "email"');
  return asksStepUp(stepUp) ? needs(`policy.stepUp "${stepUp}"`) : null;
}
