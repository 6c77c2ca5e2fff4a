import { beforeEach, describe, expect, it } from '@jest/globals';
import { Faults } from '../faults/faults.js';
import { Intents } from '../model/intents.js';
import { Ledger } from '../model/ledger.js';
import { type ApiAnswer, ApiDoor, type ApiOutcome } from './door.js';

const NEW = 'amount=4500&currency=eur&capture_method=manual&payment_method=pm_card_visa&confirm=true';

let faults: Faults;
let door: ApiDoor;

beforeEach(() => {
  faults = new Faults();
  const ledger = new Ledger(() => undefined);
  door = new ApiDoor(ledger, new Intents(ledger, () => false), faults, 'http://127.0.0.1:1');
});

function post(path: string, form: string, idempotencyKey?: string): Promise<ApiOutcome> {
  return door.answer({ method: 'POST', path, form, idempotencyKey, authorization: 'Bearer sk_test_x' });
}

function answered(outcome: ApiOutcome): ApiAnswer {
  if (outcome.kind === 'cut') throw new Error('the connection was cut');
  return outcome;
}

async function authorizedIntent(): Promise<string> {
  const { body } = answered(await post('/v1/payment_intents', NEW));
  return (JSON.parse(body) as { id: string }).id;
}

function codeOf(outcome: ApiOutcome): unknown {
  return (JSON.parse(answered(outcome).body) as { error?: { code?: string } }).error?.code;
}

describe('two calls at the same time', () => {
  beforeEach(() => faults.set({ latencyMs: [20, 20] }));

  it('are told apart by a key in flight: 409, and the key keeps the first answer', async () => {
    const first = post('/v1/payment_intents', NEW, 'key-1');
    const second = await post('/v1/payment_intents', NEW, 'key-1');
    expect([answered(second).status, codeOf(second)]).toEqual([409, 'idempotency_key_in_use']);
    const { body } = answered(await first);
    const third = answered(await post('/v1/payment_intents', NEW, 'key-1'));
    expect(third.body).toBe(body);
    expect(third.headers['idempotent-replayed']).toBe('true');
  });

  it('on one intent are refused with a lock: 429, to be tried again under the same key', async () => {
    const path = `/v1/payment_intents/${await authorizedIntent()}`;
    const capture = post(`${path}/capture`, '', 'capture-1');
    const cancel = await post(`${path}/cancel`, '', 'cancel-1');
    expect([answered(cancel).status, codeOf(cancel)]).toEqual([429, 'lock_timeout']);
    expect(answered(cancel).headers['stripe-should-retry']).toBe('true');
    expect(answered(await capture).status).toBe(200);
    expect(codeOf(await post(`${path}/cancel`, '', 'cancel-1'))).toBe('payment_intent_unexpected_state');
  });

  it('on different intents do not meet', async () => {
    const ids = [await authorizedIntent(), await authorizedIntent()];
    const both = await Promise.all(ids.map((id) => post(`/v1/payment_intents/${id}/capture`, '')));
    expect(both.map((outcome) => answered(outcome).status)).toEqual([200, 200]);
  });
});

describe('keys', () => {
  it.each([undefined, 'Bearer', 'Bearer pk_test_x', 'Bearer sk_live_x', 'Basic sk_test_x'])(
    'refuses %s with 401',
    async (authorization) => {
      const request = { method: 'GET', path: '/v1/charges', form: '', idempotencyKey: undefined };
      expect(answered(await door.answer({ ...request, authorization })).status).toBe(401);
    },
  );

  it('takes a test key as a bearer token and as curl sends it', async () => {
    const basic = `Basic ${Buffer.from('sk_test_x:').toString('base64')}`;
    for (const authorization of ['Bearer sk_test_x', basic]) {
      const request = { method: 'GET', path: '/v1/charges', form: '', idempotencyKey: undefined };
      expect(answered(await door.answer({ ...request, authorization })).status).toBe(200);
    }
  });

  it('refuses an idempotency key of more than 255 characters', async () => {
    expect(answered(await post('/v1/payment_intents', NEW, 'k'.repeat(256))).status).toBe(400);
  });
});

describe('malformed calls', () => {
  it.each([
    ['/v1/payment_intents', 'a[b=1', 400],
    ['/v1/payment_intents', 'amount=%zz', 400],
    ['/v1/payment_intents', 'amount[x]=1&currency=eur', 400],
    ['/v1/payment_intents', `${NEW}&metadata=text`, 400],
    ['/v1/payment_intents', `${NEW}&expand[0]=nonsense`, 400],
    ['/v1/payment_intents/%zz/capture', '', 404],
    ['/v1/payment_intents/a/b/c', '', 404],
    ['/v1/', '', 404],
    ['/v1/__proto__', '', 404],
  ])('POST %s with %s is answered %d, never 500', async (path, form, status) => {
    expect(answered(await post(path, form)).status).toBe(status);
  });
});
