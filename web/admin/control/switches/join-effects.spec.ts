import { describe, expect, it } from '@jest/globals';
import type { LiveShape } from '../../../../src/contract/live/live-shapes.js';
import type { StepUpRule } from '../../../../src/contract/line/step-up.js';
import { isTurnKept, joinEffects, stepUpEffects } from './join-effects.js';

const network = (places: number) => ({ network: `n${places}`, places, share: places / 5_000 });
const liveWith = (joins: Partial<LiveShape['joins']>, observed = 0): LiveShape =>
  ({
    lanes: { general: { arrivals: 5_000, waiting: 4_000, called: 10, serving: 0, present: 0, admitted: 0 } },
    ...{ active: 0, orders: { pending: 0, authorized: 0, paid: 0, attention: 0 } },
    joins: { frozen: false, challenge: 'observe', networks: [network(900), network(60), network(49)], ...joins },
    abuse: { refusedJoins: 0, refusedShare: 0, refused: [], observed, stepUp },
  }) as unknown as LiveShape;

const stepUp = { observed: 0, asked: 0, answered: 0, waived: 0 };

describe('the preview of the switches of the join', () => {
  it('counts the networks whose next joins would be asked, by the rule that asks them', () => {
    const [who, seen] = joinEffects(liveWith({}, 880), { frozen: false, challenge: 'auto' });
    expect(who).toContain('2 of the networks below have more than the share (960 places, 19.2 % of all)');
    expect(seen).toContain('880 joins would have been asked');
    expect(joinEffects(liveWith({ networks: [network(49)] }), { frozen: false, challenge: 'auto' })[0]).toContain(
      'nobody is asked',
    );
  });

  it('does not know whom it would ask where nothing was counted', () => {
    const off = liveWith({ challenge: 'off', networks: null });
    expect(joinEffects(off, { frozen: false, challenge: 'auto' })[0]).toContain('were not counted');
    expect(joinEffects(liveWith({ networks: null }), { frozen: false, challenge: 'auto' })[0]).toContain(
      'cannot be read',
    );
  });

  it('says what freezing does to how many, and nothing while nothing is changed', () => {
    expect(joinEffects(liveWith({}), { frozen: true, challenge: 'observe' })).toEqual([
      'Whoever comes from now on is told to come back later. 4,010 people in line lose nothing.',
    ]);
    expect(joinEffects(liveWith({}), { frozen: false, challenge: 'observe' })).toEqual([]);
  });

  it('say whom the question at the turn would ask, by what was observed, and nothing while it stays', () => {
    const seen = {
      ...liveWith({}),
      abuse: { refusedJoins: 0, refusedShare: 0, refused: [], observed: 0, stepUp: { ...stepUp, observed: 7 } },
    };
    const before = (stepUp: StepUpRule, perMinute = 100) => ({ stepUp, perMinute });
    expect(stepUpEffects(seen, 'observe', before('observe'))).toEqual([]);
    expect(stepUpEffects(seen, 'on', before('observe')).join(' ')).toContain(
      '7 places that were let in would have been asked',
    );
    expect(stepUpEffects(liveWith({}), 'on', before('off'))).toHaveLength(1);
    expect(stepUpEffects(liveWith({}), 'off', before('on'))[0]).toContain('whoever was asked goes in');
    const [who, mails] = stepUpEffects({ ...seen, active: 12 }, 'everyone', before('observe'));
    expect(who).toContain('4,010 people in line, and whoever joins');
    expect(who).toContain('12 people inside stay');
    expect(mails).toBe('Each address opens the door once. Up to 6,000 mails an hour leave at this speed.');
    expect(stepUpEffects(seen, 'everyone', before('observe', 2_000))[1]).toContain('100,000 are sent');
  });

  it.each<[string, boolean, [stored: StepUpRule, before: StepUpRule, chosen: StepUpRule, stepUp: StepUpRule]]>([
    ['nothing was touched', true, ['on', 'on', 'on', 'on']],
    ['nothing was touched, and the stored rule applies to nobody', true, ['on', 'off', 'on', 'off']],
    ['the proof of work lets the stored rule apply', true, ['on', 'off', 'on', 'on']],
    ['the proof of work lets the stored rule apply, and nobody is to be asked', false, ['on', 'off', 'off', 'off']],
    ['another rule was chosen', false, ['on', 'on', 'off', 'off']],
    ['the stored rule ends with the proof of work', false, ['on', 'on', 'on', 'off']],
  ])('know whether the rule of the turn is to stay where %s', (_, isKept, [stored, before, chosen, rule]) => {
    expect(isTurnKept({ stored, before, chosen, stepUp: rule })).toBe(isKept);
  });
});
