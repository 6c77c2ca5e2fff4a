import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { call, Refusal, whenUnknown } from './api.js';

type Answer = () => Promise<Response>;
const json =
  (status: number, body: object): Answer =>
  async () =>
    Response.json(body, { status });
const lost: Answer = async () => await Promise.reject(new TypeError('fetch failed'));
const gateway: Answer = async () => new Response('<html>502 Bad Gateway</html>', { status: 502 });
const cut: Answer = async () =>
  new Response(new ReadableStream({ start: (body) => body.error(new TypeError('terminated')) }), { status: 200 });
const ok = json(200, { id: 'sale_1' });

const reads = jest.fn();
const sent: { key: string | null }[] = [];
let answers: Answer[] = [];
const realFetch = globalThis.fetch;

beforeEach(() => {
  reads.mockClear();
  sent.length = 0;
  whenUnknown(reads);
  answers = [];
  globalThis.fetch = async (_input, init) => {
    sent.push({ key: new Headers(init?.headers).get('idempotency-key') });
    return await (answers.shift() ?? ok)();
  };
});
afterEach(() => {
  globalThis.fetch = realFetch;
  jest.restoreAllMocks();
});

const refusal = async (running: Promise<unknown>): Promise<Refusal> =>
  await running.then(
    () => {
      throw new Error('the call was answered');
    },
    (thrown: unknown) => thrown as Refusal,
  );
const keys = (): (string | null)[] => sent.map(({ key }) => key);

describe('a call of the panel whose outcome is unknown', () => {
  it.each<[string, Answer]>([
    ['no answer comes', lost],
    ['a proxy answers for a node that died', gateway],
    ['the answer ends after its head', cut],
    ['a page of a proxy comes as an answer', async () => new Response('<html>', { status: 200 })],
    ['the service failed unforeseen', json(500, { code: 'INTERNAL' })],
    ['the first call still runs', json(409, { code: 'IDEMPOTENCY_IN_PROGRESS' })],
  ])('is told, read again and repeated with its key when %s', async (_name, answer) => {
    answers = [answer, ok];
    const refund = async (): Promise<unknown> => await call('POST', 'orders/ord_1/refund', { amount: 500 });
    expect((await refusal(refund())).isUnknown).toBe(true);
    expect(reads).toHaveBeenCalledTimes(1);
    await refund();
    expect(keys()[1]).toBe(keys()[0]);
    await refund();
    expect(keys()[2]).not.toBe(keys()[0]);
  });

  it('is not what a refusal in our own words is, nor a read', async () => {
    answers = [json(503, { code: 'OVERLOADED' }), ok, gateway];
    expect((await refusal(call('POST', 'sales/sale_1/pause'))).isUnknown).toBe(false);
    await call('POST', 'sales/sale_1/pause');
    expect(keys()[1]).not.toBe(keys()[0]);
    expect((await refusal(call('GET', 'sales/sale_1'))).isUnknown).toBe(false);
    expect(reads).not.toHaveBeenCalled();
  });

  it('does not turn a later pause into a repeat of the lost one', async () => {
    answers = [lost];
    await refusal(call('POST', 'sales/sale_2/pause'));
    await call('POST', 'sales/sale_2/resume');
    await call('POST', 'sales/sale_2/pause');
    expect(keys()[2]).not.toBe(keys()[0]);
  });

  it('keeps its key beside other changes of the same sale where running twice would add up', async () => {
    const extend = async (): Promise<unknown> => await call('POST', 'sales/sale_4/extend-deadlines', { minutes: 5 });
    answers = [lost];
    await refusal(extend());
    await call('POST', 'sales/sale_4/notice', { text: 'Soon.' });
    await call('POST', 'sales/sale_4/messages/audience', {});
    await extend();
    expect(keys()[3]).toBe(keys()[0]);
  });

  it('keeps its key beside others that are made in the same place', async () => {
    const make = async (name: string): Promise<unknown> => await call('POST', 'api-keys', { name });
    answers = [lost];
    await refusal(make('Box office'));
    await make('Website');
    await make('Box office');
    expect(keys()[2]).toBe(keys()[0]);
  });

  it.each([401, 429, 503])('keeps its key over a repeat that was refused with %s', async (status) => {
    const refund = async (): Promise<unknown> => await call('POST', `orders/ord_${status}/refund`, { amount: 500 });
    answers = [lost, json(status, { code: 'OVERLOADED' })];
    await refusal(refund());
    await refusal(refund());
    await refund();
    expect([keys()[1], keys()[2]]).toEqual([keys()[0], keys()[0]]);
  });

  it('keeps its key when something else is changed, and gives it up after a minute', async () => {
    answers = [lost, ok, lost];
    const clock = jest.spyOn(Date, 'now').mockReturnValue(1_000_000);
    const refund = async (): Promise<unknown> => await call('POST', 'orders/ord_2/refund', { amount: 500 });
    await refusal(refund());
    await call('POST', 'sales/sale_3/pause');
    await refusal(refund());
    expect(keys()[2]).toBe(keys()[0]);
    clock.mockReturnValue(1_000_000 + 60_000);
    await refund();
    expect(keys()[3]).not.toBe(keys()[0]);
  });
});
