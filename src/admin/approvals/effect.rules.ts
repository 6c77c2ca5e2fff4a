import type { EffectField, EffectShape } from '../../contract/staff/approval-shapes.js';
import { effectWords } from '../../contract/staff/effect-words.js';
import type { SaleView } from '../../sales/sales.types.js';
import type { Proposal } from './proposal.types.js';
import { allotted, givenBy, type GivenChannel } from './channel-effect.rules.js';
import { seatsInWords } from './seat-list.rules.js';

/** What an action on a sale starts from. */
export interface SaleFacts {
  view: Pick<
    SaleView,
    'state' | 'pausedFrom' | 'prequeueAt' | 'opensAt' | 'closesAt' | 'policy' | 'lanes' | 'joinsFrozen' | 'challenge'
  > & { notice: { text: string } | null };
  extendedMinutes: number;
  /** By ticket type, over all channels. */
  capacities: ReadonlyMap<string, number>;
  /** Units of the whole sale that were taken out of it. */
  withdrawn: number;
  channels: readonly GivenChannel[];
  /** Ticket types whose units are seats. */
  seated: ReadonlySet<string>;
  voidedLists: ReadonlySet<string>;
}

type Value = string | number | boolean | null | undefined;
const line = (field: EffectField, before: Value, after: Value, subject: string | null = null): EffectShape => ({
  ...{ field, subject },
  before: before === null || before === undefined ? null : String(before),
  after: after === null || after === undefined ? null : String(after),
});

/** Returns what the action changes, each with its value before; empty for what is not about a sale that runs. */
export function effectOf(proposal: Proposal, { view, ...facts }: SaleFacts): EffectShape[] {
  const state = (after: string | null): EffectShape => line('state', view.state, after);
  switch (proposal.action) {
    case 'cancel_show':
    case 'close_sale':
      return [state('closed')];
    case 'revoke_passes':
      return [state(view.state)];
    case 'open_sale':
      return [state('on_sale'), line('opensAt', view.opensAt, null)];
    case 'pause_sale':
      return [state('paused')];
    case 'resume_sale': // after its opening time it opens, so that time is part of what is approved
      return [state(view.pausedFrom), line('opensAt', view.opensAt, view.opensAt)];
    case 'change_opening':
    case 'close_earlier':
      return (['prequeueAt', 'opensAt', 'closesAt'] as const).flatMap((field) => {
        const after = proposal.input[field];
        return after === undefined ? [] : [line(field, view[field], after && new Date(after).toISOString())];
      });
    case 'change_policy':
      return policyEffect(proposal.input, view);
    case 'change_joins': {
      const { frozen, challenge } = proposal.input;
      return [
        ...(frozen === undefined ? [] : [line('joinsFrozen', view.joinsFrozen, frozen)]),
        ...(challenge === undefined ? [] : [line('challenge', view.challenge, challenge)]),
      ];
    }
    case 'extend_deadlines':
      return [line('extendedMinutes', facts.extendedMinutes, facts.extendedMinutes + proposal.minutes)];
    case 'change_notice':
      return [line('notice', view.notice?.text ?? '', proposal.input.text ?? '')];
    case 'change_stock': {
      const { ticketTypeId = '', capacity, seatIds, to } = proposal.input;
      if (seatIds) {
        const seats = seatsInWords(seatIds);
        return [line('seats', seats, seats, to), line('withdrawn', facts.withdrawn, null)];
      }
      return [line('capacity', facts.capacities.get(ticketTypeId), capacity, ticketTypeId)];
    }
    case 'add_ticket_type':
      return [line('ticketTypes', facts.capacities.size, facts.capacities.size + 1)];
    case 'set_channels':
      return [
        line('channels', allotted(facts.channels, proposal.input, facts.seated), givenBy(proposal.input, facts.seated)),
      ];
    case 'void_codes':
      return [line('codesVoided', facts.voidedLists.has(proposal.batchId), true, proposal.batchId)];
    default:
      return [];
  }
}

function policyEffect(
  { version: _, lanes = [], ...input }: Extract<Proposal, { action: 'change_policy' }>['input'],
  view: SaleFacts['view'],
): EffectShape[] {
  const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
  return [
    ...Object.entries(input).flatMap(([part, after]) =>
      after === undefined
        ? []
        : [line('policy', text(view.policy[part as keyof typeof view.policy]), text(after), part)],
    ),
    ...lanes.map(({ key, weight }) =>
      line('laneWeight', view.lanes.find((lane) => lane.key === key)?.weight, weight, key),
    ),
  ];
}

/** Returns the fields that are no longer as they were when it was asked for. */
export const outdated = (asked: readonly EffectShape[], now: readonly EffectShape[]): EffectField[] =>
  asked.filter((each) => beforeOf(each, now) !== each.before).map(({ field }) => field);

/**
 * Returns where an action stands that was begun and may have been carried out: `done` if all is as it would be then,
 * `begun` if it may be carried out (again), or the fields that are neither as before nor as after.
 */
export function standingOf(
  asked: readonly EffectShape[],
  now: readonly EffectShape[],
): 'done' | 'begun' | EffectField[] {
  const changes = asked.filter(({ before, after }) => after !== null && after !== before);
  if (changes.length > 0 && changes.every((each) => beforeOf(each, now) === each.after)) return 'done';
  const strange = asked.filter((each) => {
    const current = beforeOf(each, now);
    return each.after !== null && current !== each.before && current !== each.after;
  });
  return strange.length > 0 ? strange.map(({ field }) => field) : 'begun';
}

const beforeOf = ({ field, subject }: EffectShape, now: readonly EffectShape[]): string | null | undefined =>
  now.find((each) => each.field === field && each.subject === subject)?.before;

/** Returns what the fields are called, each once. */
export const inWords = (fields: readonly EffectField[]): string =>
  [...new Set(fields)].map((field) => `“${effectWords[field]}”`).join(', ');
