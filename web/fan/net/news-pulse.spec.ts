import { describe, expect, it } from '@jest/globals';
import { NewsPulse } from './news-pulse.js';

function heardAt(...times: number[]): NewsPulse {
  const pulse = new NewsPulse();
  for (const time of times) pulse.hear(time);
  return pulse;
}

describe('NewsPulse', () => {
  it('doubts a line that spoke every second after four seconds of silence', () => {
    const pulse = heardAt(0, 1_000, 2_000, 3_000);
    expect(pulse.isDoubtful(6_900)).toBe(false);
    expect(pulse.isDoubtful(7_100)).toBe(true);
  });

  it('gives a line that speaks rarely ten seconds', () => {
    const pulse = heardAt(0, 1_000, 9_000);
    expect(pulse.isDoubtful(18_900)).toBe(false);
    expect(pulse.isDoubtful(19_100)).toBe(true);
  });

  it('doubts a line that has not spoken yet', () => {
    expect(new NewsPulse().isDoubtful(0)).toBe(true);
  });
});
