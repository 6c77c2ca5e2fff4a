import type { EffectField, EffectShape } from '../../../src/contract/staff/approval-shapes.js';
import { effectWords } from '../../../src/contract/staff/effect-words.js';
import { withTimes } from '../../../src/contract/sale/notice.js';
import { cityOfZone, formatShortDayAndTime } from '../../shared/format/time.js';

/** What the names and times of an effect are told by; without it, ids and UTC. */
export interface SaleNames {
  timeZone: string;
  /** Of ticket types, lanes and lists of codes. */
  names: ReadonlyMap<string, string>;
}

const times: readonly EffectField[] = ['prequeueAt', 'opensAt', 'closesAt'];
/** Values are codes of ours; elsewhere they are what somebody wrote. */
const coded: readonly EffectField[] = ['state', 'joinsFrozen', 'challenge', 'policy', 'codesVoided'];
const spoken: Record<string, string> = { true: 'yes', false: 'no', null: 'none' };
const becoming: Record<string, string> = { free: 'put back on sale', withdrawn: 'withdrawn', blocked: 'blocked' };
const parts: Record<string, string> = {
  cap: 'people inside at most',
  perMinute: 'people let in a minute',
  graceSeconds: 'seconds of grace',
  claimMinutes: 'minutes to come in',
  shopMinutes: 'minutes inside',
  holdMinutes: 'minutes to hold',
  payMinutes: 'minutes to pay',
  idleMinutes: 'idle minutes',
  groupMax: 'friends in a group',
  handoff: 'moves of a place',
  stepUp: 'e-mail confirmation',
  threeDSecure: '3-D Secure',
  disputedTickets: 'disputed tickets',
  warnedTickets: 'tickets warned of',
  ramp: 'rise after the opening',
};

/** @param missing what stands for a value that is not there */
export function valueOf(
  field: EffectField,
  value: string | null,
  missing: string,
  { timeZone: zone, names }: SaleNames,
): string {
  if (value === null) return missing;
  if (times.includes(field)) return `${formatShortDayAndTime(value, 'en-GB', zone)} (${cityOfZone(zone)})`;
  if (value === '') return 'none';
  if (field === 'notice') return `“${withTimes(value, (at) => formatShortDayAndTime(at, 'en-GB', zone))}”`;
  if (field === 'channels') return [...names].reduce((told, [id, name]) => told.replaceAll(id, name), value);
  if (value.startsWith('{') && field === 'policy') return partsIn(value);
  return coded.includes(field) ? (spoken[value] ?? value.replaceAll('_', ' ')) : value;
}

const partWords: Record<string, (of: string) => string> = {
  minutes: (of) => `over ${of} ${of === '1' ? 'minute' : 'minutes'}`,
  fromPerMinute: (of) => `from ${of} a minute`,
};

/** A part of the policy that has parts itself: "over 5 minutes, from 10 a minute". */
const partsIn = (value: string): string =>
  Object.entries(JSON.parse(value) as Record<string, unknown>)
    .map(
      ([name, of]) =>
        partWords[name]?.(String(of)) ?? `${name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()} ${String(of)}`,
    )
    .join(', ');

/** Returns what the line is about, after the name of its field; null for the whole sale. */
export function subjectIn({ field, subject }: EffectShape, names: SaleNames['names']): string | null {
  if (subject === null) return null;
  if (field === 'seats') return becoming[subject] ?? subject;
  return field === 'policy' ? (parts[subject] ?? subject) : (names.get(subject) ?? subject);
}

/** "Capacity Stalls" is two words for one thing; a part of the policy is named by itself. */
export function labelOf(line: EffectShape, names: SaleNames['names']): { label: string; about: string | null } {
  const about = subjectIn(line, names);
  if (line.field !== 'policy' || about === null) return { label: effectWords[line.field], about };
  return { label: about.charAt(0).toUpperCase() + about.slice(1), about: null };
}
