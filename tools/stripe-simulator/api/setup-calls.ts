import type { Ledger } from '../model/ledger.js';
import { renderSetup, type Wire } from '../model/render.js';
import { cancelSetup, createSetup } from '../model/setups.js';
import { ApiError, invalidParameter, noSuchThing } from './errors.js';
import type { Params } from './params.js';

/** `/v1/setup_intents`: cards that are checked and not charged. */
export class SetupCalls {
  constructor(private readonly ledger: Ledger) {}

  create(params: Params): Wire {
    params.only(['allowed_payment_method_types', 'usage', 'metadata']);
    const types = params.strings('allowed_payment_method_types');
    if (types.some((type) => type !== 'card'))
      throw invalidParameter('parameter_invalid', 'allowed_payment_method_types', 'Only card is simulated.');
    params.oneOf('usage', ['on_session', 'off_session']);
    return renderSetup(createSetup(this.ledger, params.metadata({})));
  }

  cancel(id: string): Wire {
    const setup = this.ledger.setups.get(id);
    if (!setup) throw noSuchThing('setup_intent', id);
    if (!cancelSetup(setup))
      throw new ApiError(400, 'invalid_request_error', `This SetupIntent is ${setup.status}.`, {
        code: 'setup_intent_unexpected_state',
      });
    return renderSetup(setup);
  }

  retrieve(id: string): Wire {
    const setup = this.ledger.setups.get(id);
    if (!setup) throw noSuchThing('setup_intent', id);
    return renderSetup(setup);
  }
}
