import { describe, expect, it } from '@jest/globals';
import { ledToBy, refundMoves, refundNews, refundStates, statesMovedBy } from './refund.state.js';

describe('the life of a refund', () => {
  it('has an entry for each pair of state and news', () => {
    for (const state of refundStates)
      for (const news of refundNews) expect([...refundStates, 'repeat']).toContain(refundMoves[state][news]);
  });

  it('leads from every state that news move to the same one', () => {
    for (const news of refundNews)
      for (const state of statesMovedBy(news)) expect(refundMoves[state][news]).toBe(ledToBy[news]);
  });

  it('never takes back what the provider has accepted because of a refusal', () => {
    expect(statesMovedBy('refused')).toEqual(['asked', 'sent']);
  });
});

describe('moves of a refund', () => {
  it('are these, and no others', () => {
    expect(statesMovedBy('accepted')).toEqual(['asked', 'sent', 'refused']);
    expect(statesMovedBy('failed')).toEqual(['asked', 'sent', 'succeeded']);
    expect(ledToBy).toEqual({ accepted: 'succeeded', refused: 'refused', failed: 'failed' });
  });
});
