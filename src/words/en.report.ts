import { tallyPhrases } from '../contract/line/abuse-words.js';
import { actorPhrases } from '../contract/staff/actor-words.js';
import { actionWords, type ReportAction, reportActions } from '../contract/staff/action-words.js';
import { type ReportFigureKey, reportFigures } from '../contract/staff/report-figures.js';
import { reportStates } from '../contract/staff/report-state-words.js';

/** Phrases by code, in no language in particular. */
type Phrases<Code extends string> = Record<Code, string>;
const phrases = <Code extends string>(of: Phrases<Code>): Phrases<Code> => of;

interface FigureWords {
  label: string;
  formula: string;
}
const figures = Object.fromEntries(
  Object.entries(reportFigures).map(([key, { label, formula }]) => [key, { label, formula }]),
) as Record<ReportFigureKey, FigureWords>;
const actions = Object.fromEntries(reportActions.map((code) => [code, actionWords(code)])) as Phrases<ReportAction>;

/** English texts of a sale's public report. What the control room says too is said once, in the contract. */
export const report = {
  title: 'Report of the sale',
  lead: 'What happened, with the formula of every figure. It names no person.',
  headings: {
    figures: 'Figures',
    draw: 'The draw',
    types: 'Sold by ticket type',
    minutes: 'Minute by minute',
    money: 'Money',
    refunds: 'Refunds',
    conservation: 'Nothing oversold',
    incidents: 'What needed a person',
    actions: 'What was changed',
    abuse: 'Bots and abuse',
    proof: 'Proof',
  },
  columns: {
    figure: 'Figure',
    value: 'Value',
    formula: 'Formula',
    type: 'Type',
    capacity: 'Capacity',
    sold: 'Sold',
    withdrawn: 'Withdrawn',
    tickets: 'Live tickets',
    at: 'Time',
    admitted: 'Let in a minute',
    waiting: 'Waiting',
    inside: 'Inside',
    state: 'State',
    count: 'Number',
    amount: 'Amount',
    what: 'What',
    who: 'By',
    end: 'Decision',
    lane: 'Lane',
    drawn: 'Drawn',
    arrivals: 'Numbers given',
    served: 'Served',
    commitment: 'Committed to before',
    seed: 'Revealed after',
    verified: 'They belong together',
    taken: 'Taken',
    refunded: 'Given back',
    kept: 'Kept',
    compared: 'Stores agree',
    tally: 'Sold equals live tickets',
    ordered: 'Orders placed',
    paid: 'Of those, paid',
    refusal: 'Refused',
    networks: 'Places of the ten largest networks',
    revoked: 'Admissions ended by staff',
    voided: 'Batches of access codes voided by staff',
    hash: 'Hash of this report',
    generated: 'Made at',
  },
  yes: 'yes',
  no: 'no',
  unknown: 'not known',
  undecided: 'open',
  none: 'None.',
  check: 'Check it yourself: npm run verify-report -- with the address of the data.',
  /** For rows that a printed table leaves out. */
  more: (n: string): string => `${n} more in the data.`,
  /** For lists that hold the first of all rows only. */
  listed: (n: string, m: string): string => `The first ${n} of ${m}.`,
  /** Where a row stands for several minutes. */
  span: (n: string): string => `Each row stands for ${n} minutes.`,
  figures,
  refunds: phrases(reportStates.refunds),
  incidents: phrases(reportStates.incidents),
  decisions: phrases(reportStates.decisions),
  actions,
  roles: phrases(actorPhrases),
  tallies: tallyPhrases,
};

export type ReportWords = typeof report;
