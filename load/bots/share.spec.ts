import { shareOf } from './share.rules.js';

describe('the share of a bot', () => {
  it('is fair when its calls are those of its places, within three standard deviations', () => {
    const night = { botPlaces: 50, honestPlaces: 50, botCalls: 25 };
    expect(shareOf([night])).toMatchObject({ expected: 25, isFair: true });
    expect(shareOf([{ ...night, botCalls: 45 }])).toMatchObject({ isFair: false });
    expect(shareOf(Array.from({ length: 9 }, () => ({ ...night, botCalls: 28 })))).toMatchObject({ isFair: false });
  });

  it('is certain when there is nobody else, or no bot', () => {
    expect(shareOf([{ botPlaces: 60, honestPlaces: 0, botCalls: 50 }])).toMatchObject({ within: 0, isFair: true });
    expect(shareOf([{ botPlaces: 0, honestPlaces: 60, botCalls: 0 }])).toMatchObject({ expected: 0, isFair: true });
  });
});
