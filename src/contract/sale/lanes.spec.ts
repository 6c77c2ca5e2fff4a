import { laneToName, offeredLanes } from './lanes.js';

const lanes = [
  { key: 'general', access: 'open' },
  { key: 'fans', access: 'code' },
  { key: 'crew', access: 'invite' },
] as const;

describe('laneToName', () => {
  it('names the chosen lane', () => {
    expect(laneToName(lanes, 'general', '')).toBe('general');
    expect(laneToName(lanes, 'fans', 'LETMEIN')).toBe('fans');
  });

  it('lets a code decide where the chosen lane needs none', () => {
    expect(laneToName(lanes, 'general', 'LETMEIN')).toBeUndefined();
  });

  it('leaves it to the join to refuse a lane that the sale does not have', () => {
    expect(laneToName(lanes, 'balcony', 'LETMEIN')).toBe('balcony');
  });
});

describe('offeredLanes', () => {
  it('leaves out lanes by invitation', () => {
    expect(offeredLanes(lanes).map(({ key }) => key)).toEqual(['general', 'fans']);
  });
});
