import type { Intents } from '../model/intents.js';
import type { Ledger } from '../model/ledger.js';
import type { Cause } from '../model/records.js';
import type { Wire } from '../model/render.js';
import { unrecognizedUrl } from './errors.js';
import { Expander } from './expand.js';
import { IntentCalls } from './intent-calls.js';
import { MoneyCalls } from './money-calls.js';
import { Params } from './params.js';
import { SetupCalls } from './setup-calls.js';

/** A parsed API call: `/v1/{resource}/{id}/{verb}`. */
export interface ApiCall {
  readonly method: string;
  readonly path: string;
  /** The form: the body of a POST, the query of a GET. */
  readonly form: string;
  readonly cause: Cause;
}

type Handler = (id: string, params: Params, cause: Cause) => Wire;

/** Dispatches calls to their handlers, which are all synchronous. */
export class Calls {
  private readonly handlers: ReadonlyMap<string, Handler>;
  private readonly expander: Expander;

  constructor(ledger: Ledger, intents: Intents, baseUrl: string) {
    this.expander = new Expander(ledger, baseUrl);
    const ofIntents = new IntentCalls(ledger, intents, baseUrl);
    const ofSetups = new SetupCalls(ledger);
    const ofMoney = new MoneyCalls(ledger, baseUrl);
    this.handlers = new Map<string, Handler>([
      ['POST payment_intents', (_id, params, cause) => ofIntents.create(params, cause)],
      ['GET payment_intents', (_id, params) => ofIntents.list(params)],
      ['GET payment_intents/:id', (id, params) => ofIntents.retrieve(id, params)],
      ['POST payment_intents/:id', (id, params) => ofIntents.update(id, params)],
      ['POST payment_intents/:id/confirm', (id, params, cause) => ofIntents.confirm(id, params, cause)],
      ['POST payment_intents/:id/capture', (id, params, cause) => ofIntents.capture(id, params, cause)],
      ['POST payment_intents/:id/cancel', (id, params, cause) => ofIntents.cancel(id, params, cause)],
      ['POST setup_intents', (_id, params) => ofSetups.create(params)],
      ['GET setup_intents/:id', (id) => ofSetups.retrieve(id)],
      ['POST setup_intents/:id/cancel', (id) => ofSetups.cancel(id)],
      ['GET charges', (_id, params) => ofMoney.listCharges(params)],
      ['GET charges/:id', (id) => ofMoney.retrieveCharge(id)],
      ['POST refunds', (_id, params, cause) => ofMoney.createRefund(params, cause)],
      ['GET refunds', (_id, params) => ofMoney.listRefunds(params)],
      ['GET refunds/:id', (id) => ofMoney.retrieveRefund(id)],
      ['GET disputes', (_id, params) => ofMoney.listDisputes(params)],
      ['GET disputes/:id', (id) => ofMoney.retrieveDispute(id)],
      ['GET events', (_id, params) => ofMoney.listEvents(params)],
      ['GET events/:id', (id) => ofMoney.retrieveEvent(id)],
    ]);
  }

  /** Executes the call and returns its object. @throws ApiError for everything that Stripe would refuse */
  run(call: ApiCall): Wire {
    const [resource = '', id = '', verb = '', ...rest] = call.path.slice('/v1/'.length).split('/');
    const name = `${call.method} ${resource}${id && '/:id'}${verb && `/${verb}`}`;
    const handler = rest.length === 0 ? this.handlers.get(name) : undefined;
    if (!handler) throw unrecognizedUrl(call.method, call.path);
    const params = Params.parse(call.form);
    return this.expander.expand(handler(decodeId(id), params, call.cause), params.strings('expand'));
  }
}

/** Returns the intent that a call would change, for the lock that Stripe takes meanwhile; null for all other calls. */
export function lockedIntent(call: Pick<ApiCall, 'method' | 'path'>): string | null {
  const [, , resource, id] = call.path.split('/');
  return call.method === 'POST' && resource === 'payment_intents' && id ? id : null;
}

function decodeId(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
