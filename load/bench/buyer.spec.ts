import { describe, expect, it } from '@jest/globals';
import { PaidGuess } from './buyer.js';

describe('the time at which a buyer looks for the tickets', () => {
  /** Buys many at once, each by the estimate of its beginning; looks again after a third of the time so far. */
  const afterBuying = (guess: PaidGuess, paidMs: number): number => {
    for (let round = 0; round < 100; round += 1) {
      const firstMs = guess.ms;
      for (let buyer = 0; buyer < 64; buyer += 1) {
        const own = paidMs * (0.5 + buyer / 64);
        let notYetMs = 0;
        let lookedMs = firstMs;
        while (lookedMs < own) [notYetMs, lookedMs] = [lookedMs, (lookedMs * 4) / 3];
        guess.learn(notYetMs, lookedMs);
      }
    }
    return guess.ms;
  };

  it('follows the time of payment up and down again', () => {
    const guess = new PaidGuess();
    for (const paidMs of [400, 60]) {
      const ms = afterBuying(guess, paidMs);
      expect(ms).toBeGreaterThan(paidMs * 0.8);
      expect(ms).toBeLessThan(paidMs * 1.6);
    }
  });
});
