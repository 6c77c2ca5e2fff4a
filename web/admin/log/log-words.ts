import { formatMoney } from '../../../src/contract/money/money.js';
import type { SaleState } from '../../../src/contract/sale/sale-shapes.js';
import type { AuditEntryShape } from '../../../src/contract/staff/staff-shapes.js';
import { stateWords } from '../control/figures/words.js';

const actors: Record<string, string> = {
  system: 'Ropeline',
  'key:environment': 'The key of the installation',
  fan: 'The buyer',
};
/** Longer values, such as proofs, are truncated: a person needs only their beginning. */
const LONGEST = 80;

/** Describes an actor that has no name of its own. */
export function actorWords(actor: string): string {
  if (Object.hasOwn(actors, actor)) return actors[actor] ?? actor;
  if (actor.startsWith('member:')) return 'A former member';
  return actor.startsWith('key:') ? 'An API key' : actor;
}

/** `extend_deadlines`, `perMinute` → words, capitalised. */
function nameWords(name: string): string {
  const words = name
    .replaceAll(/[._-]/g, ' ')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function valueWords(value: unknown): string {
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map(valueWords).join(', ');
  if (typeof value === 'object')
    return Object.entries(value ?? {})
      .map(([name, inner]) => `${nameWords(name).toLowerCase()} ${valueWords(inner)}`)
      .join(', ');
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** Ids and ciphertext of use to programs only: they are in the exported log. */
const internal = new Set(['seedSealed', 'refund', 'note', 'currency']);
/** Names of fields that programs know by another word. */
const spokenNames: Readonly<Record<string, string>> = { slug: 'Address', commitment: 'Sealed seed (its hash)' };

const isEmpty = (value: unknown): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** Returns an entry's data as name/value pairs; the fields of `asked` are inlined. */
export function detailsOf(data: unknown): [name: string, value: string][] {
  if (typeof data !== 'object' || data === null) return [];
  const currency = 'currency' in data && typeof data.currency === 'string' ? data.currency : null;
  return Object.entries(data).flatMap(([name, value]: [string, unknown]): [string, string][] => {
    if (name === 'asked') return detailsOf(value);
    if (isEmpty(value) || internal.has(name)) return [];
    if (name === 'amount' && typeof value === 'number' && currency !== null)
      return [['Amount', formatMoney({ amount: value, currency }, 'en')]];
    if (name === 'state' && typeof value === 'string')
      return [['State', stateWords[value as SaleState] ?? nameWords(value)]];
    return [[spokenNames[name] ?? nameWords(name), valueWords(value)]];
  });
}

/** Who made an entry, by the name of today. */
export const doneBy = ({ actor, actorName }: Pick<AuditEntryShape, 'actor' | 'actorName'>): string =>
  actorName ?? actorWords(actor);
