import Type, { type Static } from 'typebox';
import { Count, Nullable, Share } from '../schema.js';
import { StepUpFigures } from './step-up.js';

/** What is counted when it is refused to a fan of a sale. */
export const joinTallies = [
  'challenge_invalid',
  'code_invalid',
  'identity_required',
  'elsewhere',
  'person_again',
  'rate_limited',
] as const;
export const purchaseTallies = ['limit_exceeded', 'cards_slowed'] as const;
/** Not refused: joins that were let by unasked, and what came of asking places for an address at their turn. */
export const observedTallies = [
  'challenge_observed',
  'step_up_observed',
  'step_up_asked',
  'step_up_answered',
  'step_up_waived',
] as const;
/** Of the line, for its report: nothing was refused. called_late: calls after somebody further back in the lane. */
export const lineTallies = ['called', 'called_late'] as const;
export const refusalTallies = [...joinTallies, ...purchaseTallies] as const;
export const tallies = [...refusalTallies, ...observedTallies, ...lineTallies] as const;
export type Tally = (typeof tallies)[number];
export const isTally = (what: string): what is Tally => (tallies as readonly string[]).includes(what);

const TallyRow = Type.Object({ what: Type.Enum([...refusalTallies]), count: Count });

/** In the live document of a sale. */
export const LiveAbuseShape = Type.Object(
  {
    refusedJoins: Type.Integer({ minimum: 0, description: 'Joins that were refused as abuse, of all kinds.' }),
    refusedShare: Nullable(Share),
    refused: Type.Array(TallyRow, { description: 'Only kinds that occurred.' }),
    observed: Type.Integer({ minimum: 0, description: 'Joins that were let by while the challenge only observed.' }),
    stepUp: StepUpFigures,
  },
  { title: 'LiveAbuse', description: 'refusedShare: refused joins ÷ (refused joins + places); null without any.' },
);
export type LiveAbuseShape = Static<typeof LiveAbuseShape>;

/** In the report of a sale. It names no network and no person. */
export const AbuseSection = Type.Object({
  refused: Type.Array(TallyRow),
  largestNetworks: Nullable(
    Type.Array(Type.Object({ places: Count, share: Share }), {
      description: 'The ten networks with the most places; null: not counted, because the challenge was off.',
    }),
  ),
  admissionsRevoked: Type.Integer({ minimum: 0, description: 'Admissions that staff ended.' }),
  codesVoided: Type.Integer({ minimum: 0, description: 'Batches of access codes that staff voided.' }),
  observed: Type.Optional(
    Type.Integer({ minimum: 0, description: 'Joins let by while the challenge only observed; left out: none.' }),
  ),
  stepUp: Type.Optional(StepUpFigures),
});
export type AbuseSection = Static<typeof AbuseSection>;

export interface TallyCount {
  what: Tally;
  count: number;
}

type Refusal = (typeof refusalTallies)[number];

/** Returns what was refused, without what was only observed or counted. */
export const refusedOnly = (counts: readonly TallyCount[]): { what: Refusal; count: number }[] =>
  counts.flatMap(({ what, count }) =>
    (refusalTallies as readonly string[]).includes(what) ? [{ what: what as Refusal, count }] : [],
  );
/** Returns how many calls came after somebody further back; null: no call was counted. */
export const lateCalls = (counts: readonly TallyCount[]): number | null =>
  counts.some(({ what }) => what === 'called') ? (counts.find(({ what }) => what === 'called_late')?.count ?? 0) : null;
const countOf = (counts: readonly TallyCount[], what: Tally): number =>
  counts.find((each) => each.what === what)?.count ?? 0;
export const observedJoins = (counts: readonly TallyCount[]): number => countOf(counts, 'challenge_observed');
export const stepUpFigures = (counts: readonly TallyCount[]): StepUpFigures => ({
  observed: countOf(counts, 'step_up_observed'),
  asked: countOf(counts, 'step_up_asked'),
  answered: countOf(counts, 'step_up_answered'),
  waived: countOf(counts, 'step_up_waived'),
});

/** Returns the refused joins and their share of all that asked for a place. */
export function refusedJoins(counts: readonly TallyCount[], places: number): { count: number; share: number | null } {
  const ofJoins = counts.filter(({ what }) => (joinTallies as readonly string[]).includes(what));
  const count = ofJoins.reduce((all, each) => all + each.count, 0);
  return { count, share: count + places === 0 ? null : count / (count + places) };
}
