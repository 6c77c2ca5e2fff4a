import { describe, expect, it } from '@jest/globals';
import { LoopDelay } from './loop-delay.js';

/** A loop whose turns are real and whose clock the test advances. */
function loop(): { delay: LoopDelay; pass: (ms: number) => void; turn: () => Promise<void> } {
  let at = 1_000;
  return {
    delay: new LoopDelay(() => at),
    pass: (ms) => (at += ms),
    turn: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

describe('the delay of the loop', () => {
  it('is nothing for the first request of a quiet node', () => {
    expect(loop().delay.note()).toBe(0);
  });

  it('grows within a turn with the work that was done in it', () => {
    const { delay, pass } = loop();
    delay.note();
    pass(40);
    expect(delay.note()).toBe(40);
  });

  it('is remembered over turns and forgotten when requests stay away', async () => {
    const { delay, pass, turn } = loop();
    delay.note();
    pass(100);
    await turn();
    expect(delay.note()).toBeCloseTo(30);
    await turn();
    pass(300);
    expect(delay.note()).toBe(0);
    expect(delay.recentMs).toBe(0);
  });

  it('counts the requests of a turn, or of the one before', async () => {
    const { delay, pass, turn } = loop();
    for (let request = 0; request < 5; request += 1) delay.note();
    await turn();
    delay.note();
    expect(delay.requestsOfTurn).toBe(5);
    await turn();
    pass(300);
    delay.note();
    expect(delay.requestsOfTurn).toBe(1);
  });

  it('says for a while after a standstill that stores may have gone unheard', async () => {
    const { delay, pass, turn } = loop();
    expect(delay.isStarved).toBe(false);
    delay.note();
    pass(600);
    await turn();
    expect(delay.isStarved).toBe(true);
    pass(4_000);
    expect(delay.isStarved).toBe(false);
  });
});
