import { describe, expect, it } from '@jest/globals';
import { attentionVerbs } from '../../../src/contract/attention-verbs.js';
import { ageWords, kindWords, knownWords, verbWords } from './attention-words.js';

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

  it('say what the provider shows, where something is known', () => {
    expect(knownWords({ intentId: 'pi_1', detail: 'refund refused: charge_disputed' })).toBe(
      'refund refused: charge_disputed · pi_1',
    );
    expect([null, {}, { ref: 'x' }, { intentId: null }].map(knownWords)).toEqual([null, null, null, null]);
  });

  it('turn a kind into a heading', () => {
    expect(kindWords('refund_refused')).toBe('Refund refused');
  });
});
