import type { Ledger } from '../model/ledger.js';
import type { Cause, Charge, Dispute, EventRecord, Refund } from '../model/records.js';
import { renderCharge, renderDispute, renderEvent, renderRefund, type Wire } from '../model/render.js';
import { refundCharge } from '../model/refunds.js';
import { ApiError, noSuchParameterThing, noSuchThing } from './errors.js';
import { LIST_PARAMS, listPage } from './lists.js';
import { requireStep } from './intent-calls.js';
import type { Params } from './params.js';

const MAX_EVENT_TYPES = 20;
const REFUND_REASONS = ['duplicate', 'fraudulent', 'requested_by_customer'] as const;

/** The calls under `/v1/charges`, `/v1/refunds`, `/v1/disputes` and `/v1/events`. */
export class MoneyCalls {
  constructor(
    private readonly ledger: Ledger,
    private readonly baseUrl: string,
  ) {}

  retrieveCharge(id: string): Wire {
    const charge = this.ledger.charges.get(id);
    if (!charge) throw noSuchThing('charge', id);
    return renderCharge(charge);
  }

  listCharges(params: Params): Wire {
    params.only([...LIST_PARAMS, 'payment_intent']);
    const kind = { what: 'charge', url: '/v1/charges', render: (charge: Charge) => renderCharge(charge) };
    const intent = params.string('payment_intent');
    const where = intent === undefined ? undefined : (charge: Charge) => charge.intent === intent;
    return listPage(this.ledger.charges, params, kind, where);
  }

  createRefund(params: Params, cause: Cause): Wire {
    params.only(['payment_intent', 'charge', 'amount', 'reason', 'metadata']);
    const wanted = {
      amount: params.integer('amount', 1, Number.MAX_SAFE_INTEGER),
      reason: params.oneOf('reason', REFUND_REASONS) ?? null,
      metadata: params.metadata({}),
    };
    const charge = this.chargeToRefund(params);
    requireStep(wanted.amount ?? 0, charge.currency);
    const result = refundCharge(this.ledger, charge, wanted, cause);
    switch (result.kind) {
      case 'done':
        return renderRefund(result.refund);
      case 'nothing-captured':
        throw refundRefused(
          'charge_not_refundable',
          'This payment was not captured; cancel the PaymentIntent instead.',
        );
      case 'already-refunded':
        throw refundRefused('charge_already_refunded', `Charge ${charge.id} has already been refunded.`);
      case 'disputed':
        throw refundRefused('charge_disputed', `Charge ${charge.id} has been charged back; cannot issue a refund.`);
      case 'too-much':
        throw refundRefused(
          'amount_too_large',
          `Refund amount (${wanted.amount}) is greater than unrefunded amount on charge (${result.left}).`,
        );
    }
  }

  retrieveRefund(id: string): Wire {
    const refund = this.ledger.refunds.get(id);
    if (!refund) throw noSuchThing('refund', id);
    return renderRefund(refund);
  }

  listRefunds(params: Params): Wire {
    params.only([...LIST_PARAMS, 'payment_intent', 'charge']);
    const intent = params.string('payment_intent');
    const charge = params.string('charge');
    const where = (refund: Refund): boolean =>
      (intent === undefined || refund.intent === intent) && (charge === undefined || refund.charge === charge);
    const kind = { what: 'refund', url: '/v1/refunds', render: (refund: Refund) => renderRefund(refund) };
    return listPage(this.ledger.refunds, params, kind, where);
  }

  retrieveDispute(id: string): Wire {
    const dispute = this.ledger.disputes.get(id);
    if (!dispute) throw noSuchThing('dispute', id);
    return renderDispute(dispute);
  }

  listDisputes(params: Params): Wire {
    params.only([...LIST_PARAMS, 'payment_intent', 'charge']);
    const intent = params.string('payment_intent');
    const charge = params.string('charge');
    const where = (dispute: Dispute): boolean =>
      (intent === undefined || dispute.intent === intent) && (charge === undefined || dispute.charge === charge);
    const kind = { what: 'dispute', url: '/v1/disputes', render: (dispute: Dispute) => renderDispute(dispute) };
    return listPage(this.ledger.disputes, params, kind, where);
  }

  retrieveEvent(id: string): Wire {
    const event = this.ledger.events.get(id);
    if (!event) throw noSuchThing('event', id);
    return renderEvent(event, this.baseUrl);
  }

  listEvents(params: Params): Wire {
    params.only([...LIST_PARAMS, 'type', 'types', 'delivery_success']);
    const type = params.string('type');
    const types = [...(type === undefined ? [] : [type]), ...params.strings('types')].slice(0, MAX_EVENT_TYPES);
    const delivered = params.boolean('delivery_success');
    const where = (event: EventRecord): boolean =>
      (types.length === 0 || types.some((pattern) => matchesType(pattern, event.type))) &&
      (delivered === undefined || delivered === (event.pendingWebhooks === 0));
    const render = (event: EventRecord): Wire => renderEvent(event, this.baseUrl);
    return listPage(this.ledger.events, params, { what: 'event', url: '/v1/events', render }, where);
  }

  private chargeToRefund(params: Params): Charge {
    const chargeId = params.string('charge') ?? this.latestChargeOf(params.required('payment_intent'));
    const charge = this.ledger.charges.get(chargeId);
    if (!charge) throw noSuchParameterThing('charge', chargeId, 'charge');
    return charge;
  }

  private latestChargeOf(intentId: string): string {
    const intent = this.ledger.intents.get(intentId);
    if (!intent) throw noSuchParameterThing('payment_intent', intentId, 'payment_intent');
    if (intent.latestCharge !== null) return intent.latestCharge;
    const message = `This PaymentIntent (${intentId}) does not have a successful charge to refund.`;
    throw refundRefused('payment_intent_unexpected_state', message);
  }
}

/** `charge.*` matches every type of that family. */
function matchesType(pattern: string, type: string): boolean {
  return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type;
}

function refundRefused(code: string, message: string): ApiError {
  return new ApiError(400, 'invalid_request_error', message, { code });
}
