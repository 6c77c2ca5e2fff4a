import { timingSafeEqual } from 'node:crypto';
import { Params } from '../api/params.js';
import type { ConfirmResult, Intents } from '../model/intents.js';
import type { Ledger } from '../model/ledger.js';
import type { Cause, Intent } from '../model/records.js';
import { authenticationUrl } from '../model/render.js';
import { findTestCard } from '../model/test-cards.js';
import { authenticatePage, confirmPage, unknownPaymentPage } from './confirm.page.js';
import type { PageAnswer, PageRequest } from './exchange.js';
import { jsonAnswer, pageAnswer, readJson, seeOther } from './exchange.js';
import { acceptedReturnUrl, withOutcome } from './return-url.js';

/** A fan's action in the browser has no API call behind it. */
const BY_THE_FAN: Cause = { requestId: null, idempotencyKey: null };

interface Fields {
  readonly clientSecret: string | undefined;
  readonly returnUrl: URL | null;
  /** The card on the form, or the answer on the 3D Secure page. */
  readonly choice: string | undefined;
}

type FieldsResult =
  | { readonly kind: 'fields'; readonly fields: Fields }
  | { readonly kind: 'invalid'; readonly message: string };

/** `/confirm/{intentId}` and `/confirm/{intentId}/authenticate`: replaces Stripe's form in the browser. */
export class ConfirmDoor {
  constructor(
    private readonly ledger: Ledger,
    private readonly intents: Intents,
    private readonly baseUrl: string,
  ) {}

  answer(request: PageRequest): PageAnswer {
    const [, , id = '', step, ...rest] = request.path.split('/');
    const isAuthentication = step === 'authenticate';
    if (rest.length > 0 || (step !== undefined && !isAuthentication)) return pageAnswer(404, unknownPaymentPage());
    const read = readFields(request, isAuthentication ? 'outcome' : 'paymentMethod');
    if (read.kind === 'invalid') return this.problem(request, 400, read.message);
    const intent = this.ledger.intents.get(id);
    if (!intent || !isSecretOf(intent, read.fields.clientSecret)) {
      return request.isJson
        ? this.problem(request, 404, 'No payment with this id and client secret.')
        : pageAnswer(404, unknownPaymentPage());
    }
    if (request.method === 'GET') return this.show(intent, read.fields.returnUrl, isAuthentication);
    if (request.method !== 'POST') return this.problem(request, 405, 'Only GET and POST.');
    return isAuthentication
      ? this.authenticate(request, intent, read.fields)
      : this.confirm(request, intent, read.fields);
  }

  private show(intent: Intent, returnUrl: URL | null, isAuthentication: boolean): PageAnswer {
    const shop = returnUrl?.origin ?? null;
    const waits = intent.status === 'requires_action';
    if (isAuthentication && waits) return pageAnswer(200, authenticatePage(intent, returnUrl), shop);
    if (isAuthentication) return seeOther(this.confirmUrl(intent, returnUrl));
    return pageAnswer(200, confirmPage(intent, returnUrl), shop);
  }

  private confirm(request: PageRequest, intent: Intent, fields: Fields): PageAnswer {
    const card = findTestCard(fields.choice ?? '');
    if (!card) {
      return this.problem(request, 400, 'paymentMethod must be one of Stripe’s test methods, such as pm_card_visa.');
    }
    const how = { card, returnUrl: fields.returnUrl?.href ?? null, refuseAuthentication: false };
    return this.told(request, intent, fields, this.intents.confirm(intent, how, BY_THE_FAN));
  }

  private authenticate(request: PageRequest, intent: Intent, fields: Fields): PageAnswer {
    if (fields.choice !== 'success' && fields.choice !== 'failure') {
      return this.problem(request, 400, 'outcome must be success or failure.');
    }
    return this.told(
      request,
      intent,
      fields,
      this.intents.authenticate(intent, fields.choice === 'success', BY_THE_FAN),
    );
  }

  /**
   * JSON clients get the outcome; browsers are redirected: to the bank's page, back to the shop, or back to the form.
   */
  private told(request: PageRequest, intent: Intent, { returnUrl }: Fields, result: ConfirmResult): PageAnswer {
    if (request.isJson) return this.toldAsJson(intent, result);
    if (intent.status === 'requires_action') return seeOther(authenticationUrl(this.baseUrl, intent));
    if (result.kind === 'done' && returnUrl) return seeOther(withOutcome(returnUrl, intent));
    return seeOther(this.confirmUrl(intent, returnUrl));
  }

  private toldAsJson(intent: Intent, result: ConfirmResult): PageAnswer {
    const { status } = intent;
    switch (result.kind) {
      case 'done':
        return jsonAnswer(200, {
          status,
          ...(status === 'requires_action' && { nextActionUrl: authenticationUrl(this.baseUrl, intent) }),
        });
      case 'declined': {
        const { code, declineCode, message } = result.error;
        return jsonAnswer(402, { status, error: { code, declineCode, message } });
      }
      case 'unexpected-state': {
        const error = { code: 'payment_intent_unexpected_state', message: result.message };
        return jsonAnswer(400, { status, error });
      }
    }
  }

  private problem(request: PageRequest, status: number, message: string): PageAnswer {
    return request.isJson ? jsonAnswer(status, { error: { message } }) : { status, headers: {}, body: message };
  }

  private confirmUrl(intent: Intent, returnUrl: URL | null): string {
    const query = new URLSearchParams({ client_secret: intent.clientSecret });
    if (returnUrl) query.set('return_url', returnUrl.href);
    return `${this.baseUrl}/confirm/${intent.id}?${query.toString()}`;
  }
}

/** Reads the fields from the query and, for a POST, from the body, which takes precedence. */
function readFields(request: PageRequest, choiceName: string): FieldsResult {
  const query = Params.parse(request.query);
  if (request.method !== 'POST') return { kind: 'fields', fields: pick(query, query, choiceName) };
  if (!request.isJson) return { kind: 'fields', fields: pick(Params.parse(request.body), query, choiceName) };
  const json = readJson(request.body);
  if (!json) return { kind: 'invalid', message: 'The body must be a JSON object.' };
  const allowed = [choiceName, 'clientSecret', 'client_secret', 'returnUrl', 'return_url'];
  for (const [name, value] of Object.entries(json)) {
    if (!allowed.includes(name)) return { kind: 'invalid', message: `Received unknown field: ${name}` };
    if (typeof value !== 'string') return { kind: 'invalid', message: `${name} must be a string` };
  }
  return {
    kind: 'fields',
    fields: pick(Params.parse(new URLSearchParams(json as Record<string, string>).toString()), query, choiceName),
  };
}

function pick(body: Params, query: Params, choiceName: string): Fields {
  const read = (name: string, other: string): string | undefined =>
    body.string(name) ?? body.string(other) ?? query.string(name);
  return {
    clientSecret: read('client_secret', 'clientSecret'),
    returnUrl: acceptedReturnUrl(read('return_url', 'returnUrl')),
    choice: body.string(choiceName),
  };
}

function isSecretOf(intent: Intent, given: string | undefined): boolean {
  const expected = Buffer.from(intent.clientSecret);
  const actual = Buffer.from(given ?? '');
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
