import { describe, expect, it } from '@jest/globals';
import { attentionVerbs } from '../../../src/contract/staff/attention-verbs.js';
import { ageWords, detailOf, kindWords, moneyOf, verbWords } from './attention-words.js';

describe('the words of what needs a person', () => {
  it('explain each verb that the server knows', () => {
    expect(Object.keys(verbWords).sort()).toEqual([...attentionVerbs].sort());
  });

  it('say how long it has waited', () => {
    expect([5, 61, 7_300, 90_000, 200_000].map(ageWords)).toEqual([
      'just now',
      '1 minute ago',
      '2 hours ago',
      '1 day ago',
      '2 days ago',
    ]);
  });

  it('show kinds without a heading by their code', () => {
    expect(kindWords('refund_refused')).toBe('The provider refused a refund');
    expect(['newly_added', 'constructor'].map(kindWords)).toEqual(['Newly added', 'Constructor']);
  });

  it('say the sums that it is about, without the rest', () => {
    const item = { saleId: null, orderId: null, currency: 'EUR' };
    expect(moneyOf({ ...item, detail: { amountMinor: 4_500, reason: 'fraudulent' } })).toEqual([
      { label: 'Amount', text: '€45.00' },
    ]);
    const refund = { charges: 2, amounts: [{ amount: 9_000, currency: 'EUR' }], uncaptured: 1 };
    const preview = { adopt: { orders: null }, release: { orders: null }, refund, newest: null, oldest: null };
    expect(moneyOf({ ...item, detail: null, preview })).toEqual([
      { label: 'All charges', text: '2 charges (€90.00), 1 payments not taken yet' },
    ]);
  });

  it('tell what differs, which endpoint and why, and nothing twice', () => {
    const of = (detail: unknown, saleId: string | null = null) =>
      detailOf({ detail, saleId, orderId: null, currency: 'EUR' });
    const where = 'ord_1 has 2 units of pool_1 in Redis and none in Postgres';
    expect(of({ differences: 1, where })).toEqual([
      { name: 'Differences', text: '1' },
      { name: 'What differs', text: where },
    ]);
    expect(of({ endpointId: 'whe_1', url: 'https://a.example', partnerId: null, why: 'it answered 410' })).toEqual([
      { name: 'Endpoint', text: 'https://a.example' },
      { name: 'Why', text: 'it answered 410' },
    ]);
    expect(of({ ref: 'sale_1', declines: 60 }, 'sale_1')).toEqual([{ name: 'Declined', text: '60' }]);
    expect(of({ amountMinor: 25_000, reason: 'fraudulent' })).toEqual([
      { name: 'Amount', text: '€250.00' },
      { name: 'Reason', text: 'The holder of the card says they did not pay' },
    ]);
    const yen = detailOf({ detail: { amountMinor: 25_000 }, saleId: null, orderId: null, currency: 'JPY' });
    expect(yen).toEqual([{ name: 'Amount', text: '¥25,000' }]);
    const unknown = detailOf({ detail: { amountMinor: 25_000 }, saleId: null, orderId: null, currency: null });
    expect(unknown).toEqual([{ name: 'Amount', text: '25,000 in the smallest unit of its currency' }]);
    expect(of({ news: 'x' })).toEqual([{ name: 'news', text: 'x' }]);
    expect([of(null), of('text'), of({ answer: 'said by the provider' })]).toEqual([[], [], []]);
  });
});
