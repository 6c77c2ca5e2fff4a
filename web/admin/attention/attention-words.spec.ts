import { describe, expect, it } from '@jest/globals';
import { attentionVerbs } from '../../../src/contract/attention-verbs.js';
import { attentionKinds } from '../../../src/checkout/attention/attention.rules.js';
import { ageWords, kindWords, titles, verbWords } from './attention-words.js';

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

  it('head each kind that the server notes, and show others by their code', () => {
    expect(Object.keys(titles).sort()).toEqual(Object.keys(attentionKinds).sort());
    expect(kindWords('refund_refused')).toBe('The provider refused a refund');
    expect(['newly_added', 'constructor'].map(kindWords)).toEqual(['Newly added', 'Constructor']);
  });
});
