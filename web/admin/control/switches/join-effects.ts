import type { JoinSwitchesShape } from '../../../../src/contract/line/entry-shapes.js';
import { timesItsShare } from '../../../../src/contract/line/network-share.js';
import type { LiveShape } from '../../../../src/contract/live/live-shapes.js';
import { CODE_MAILS_AN_HOUR, type StepUpRule } from '../../../../src/contract/line/step-up.js';
import { stageCounts } from '../../../../src/contract/live/stage-counts.js';
import { count, percent, some } from '../figures/words.js';

const MINUTES_AN_HOUR = 60;

/** Says what changed switches of the join would do, from what was counted so far; nothing while they are the same. */
export function joinEffects(live: LiveShape, { frozen, challenge }: JoinSwitchesShape): string[] {
  const effects: string[] = [];
  if (frozen !== live.joins.frozen) {
    const { waiting, called } = stageCounts(live);
    effects.push(
      frozen
        ? `Whoever comes from now on is told to come back later. ${some(waiting + called, 'person in line loses', 'people in line lose')} nothing.`
        : 'Whoever comes from now on gets a place again, at the end of the line.',
    );
  }
  if (challenge !== live.joins.challenge) effects.push(...challengeEffects(live, challenge));
  return effects;
}

/**
 * Whether the stored rule of the turn is to stay: it is the one that applies, or nobody chose another and none applied.
 * A choice is sent even where its rule applied before: the stored one would come back with the proof of work.
 */
export const isTurnKept = ({ stored, before, chosen, stepUp }: Record<TurnRule, StepUpRule>): boolean =>
  stepUp === stored || (chosen === stored && stepUp === before);
/** stored: with the sale. before: as it applied when the dialog opened. stepUp: `chosen` as it will apply. */
type TurnRule = 'stored' | 'before' | 'chosen' | 'stepUp';

/** Says what asking for an address at the turn would do, or no longer do. */
export function stepUpEffects(
  live: LiveShape,
  stepUp: StepUpRule,
  { stepUp: before, perMinute }: { stepUp: StepUpRule; perMinute: number },
): string[] {
  if (stepUp === before) return [];
  const observed = live.abuse?.stepUp.observed ?? 0;
  switch (stepUp) {
    case 'on':
      return [
        'From now on, places that a network took at twice its share or more confirm an e-mail address at their turn. Whoever is inside stays.',
        ...(observed > 0
          ? [
              `While it only observed, ${some(observed, 'place that was let in', 'places that were let in')} would have been asked.`,
            ]
          : []),
      ];
    case 'everyone': {
      const { waiting, called, shopping, paying } = stageCounts(live);
      const mails = perMinute * MINUTES_AN_HOUR;
      return [
        `From now on, everyone who is not inside confirms an e-mail address at the turn: ${some(waiting + called, 'person in line', 'people in line')}, and whoever joins. The line page says so at once. ${some(shopping + paying, 'person inside stays', 'people inside stay')}.`,
        `Each address opens the door once. Up to ${count(mails)} mails an hour leave at this speed${mails > CODE_MAILS_AN_HOUR ? `, of which ${count(CODE_MAILS_AN_HOUR)} are sent: whoever comes after is let in unasked` : ''}.`,
      ];
    }
    case 'observe':
      return ['Nobody is asked at the turn from now on, and whoever was asked goes in. Who would be asked is counted.'];
    case 'off':
      return ['Nobody is asked at the turn from now on, and whoever was asked goes in.'];
  }
}

function challengeEffects(live: LiveShape, challenge: JoinSwitchesShape['challenge']): string[] {
  const observed = live.abuse?.observed ?? 0;
  const seen =
    observed > 0 ? [`While it only observed, ${some(observed, 'join', 'joins')} would have been asked.`] : [];
  switch (challenge) {
    case 'on':
      return ['Every new place costs the phone a second or two of work. Places that were given stay.', ...seen];
    case 'auto':
      return [...greedyNetworks(live), ...seen];
    case 'observe':
      return ['Nobody is asked from now on. Who would have been asked is counted, and networks go on being counted.'];
    case 'off':
      return ['Nobody is asked from now on, and networks are no longer counted.'];
  }
}

function greedyNetworks({ joins: { networks, challenge }, lanes }: LiveShape): string[] {
  if (networks === null)
    return [
      challenge === 'off'
        ? 'Networks were not counted so far, so nobody knows whom it would ask now. Observe first, or let it count.'
        : 'Networks cannot be read right now, so nobody knows whom it would ask.',
    ];
  const arrivals = Object.values(lanes).reduce((sum, lane) => sum + lane.arrivals, 0);
  const greedy = networks.filter(({ places }) => timesItsShare(places, arrivals) >= 1);
  const places = greedy.reduce((sum, network) => sum + network.places, 0);
  const share = greedy.reduce((sum, network) => sum + network.share, 0);
  if (greedy.length === 0)
    return ['No network has more than its share now, so nobody is asked unless many come at once.'];
  return [
    `${greedy.length === 1 ? 'One network below has' : `${count(greedy.length)} of the networks below have`} more than the share (${count(places)} places, ${percent(share)} of all): their next joins are asked, the others’ are not.`,
  ];
}
