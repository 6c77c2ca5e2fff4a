import { parseMoney } from '../../../../src/contract/money/money.js';
import { errorsOf, keysIn } from './draft-checks.js';
import { brandingBody, sellerBody } from './look-draft.js';
import { suggestedPace } from './pace.js';
import {
  type BoundedField,
  boundedOf,
  countedBy,
  type DraftErrors,
  feeOf,
  laneKeyOf,
  MOST,
  policyBounds,
  type SaleDraft,
  slugFrom,
  taxOf,
  type TicketDraft,
  totalOf,
  wholeOf,
  stepUpOf,
} from './sale-draft.js';
import { instantsOf } from './zone-time.js';

const sectionKey = (index: number): string => String.fromCharCode(65 + index);
const whole = (typed: string, most: number): number => wholeOf(typed, most) ?? 0;

/** Returns the body of POST and PUT /v1/admin/sales, or all errors at once. */
export function bodyOf(draft: SaleDraft): { body: Record<string, unknown> } | { errors: DraftErrors } {
  const errors = errorsOf(draft);
  if (errors.size > 0) return { errors };
  const instant = (local: string): string => new Date(instantsOf(local, draft.timeZone)[0] ?? 0).toISOString();
  const { seatMap, seatMapId: _id, identityKeys: _, seller: _seller, branding: _look, ...base } = draft.base;
  const [seller, branding] = [sellerBody(draft), brandingBody(draft)];
  const { seatMapId } = draft;
  const sections = seatMapId === null ? sectionsOf(draft.tickets) : [];
  const hasKept = draft.tickets.some(({ kept }) => kept !== null);
  return {
    body: {
      ...base,
      slug: draft.slug || slugFrom(draft.name),
      name: draft.name.trim(),
      currency: draft.currency,
      show: {
        ...(base['show'] as object | undefined),
        ...{ name: draft.show.trim(), venue: draft.venue.trim(), startsAt: instant(draft.startsAt) },
        timeZone: draft.timeZone,
      },
      prequeueAt: instant(draft.prequeueAt),
      opensAt: instant(draft.opensAt),
      closesAt: draft.closesAt === '' ? null : instant(draft.closesAt),
      ...{ challenge: draft.challenge, entry: draft.entry, beacon: draft.beacon, listed: draft.listed },
      transferable: draft.transferable,
      limits: limitsBody(draft),
      ...(draft.entry === 'account' ? { identityKeys: identityKeysOf(draft) } : {}),
      lanes: draft.lanes.map((lane) => ({
        ...{ key: laneKeyOf(lane), label: lane.label.trim(), access: lane.access },
        weight: whole(lane.weight, MOST.laneWeight),
      })),
      ...(seatMapId === null ? {} : { seatMapId }),
      ...(hasKept && seatMapId === null ? { seatMap } : sections.length > 0 ? { seatMap: { sections } } : {}),
      ticketTypes: draft.tickets.map((ticket, index) => ticketBody(ticket, index, draft)),
      policy: policyBody(draft),
      ...(seller && { seller }),
      ...(branding && { branding }),
    },
  };
}

function limitsBody(draft: SaleDraft): Record<string, unknown> {
  const { across, tour, perOrder } = draft.limits;
  const most = perOrder.trim() === '' ? {} : { perOrder: whole(perOrder, MOST.perFan) };
  const named = across === 'tour' && tour.trim() !== '';
  return { by: ['place', ...countedBy(draft)], across, ...(named ? { tour: tour.trim() } : {}), ...most };
}

const sectionsOf = (tickets: readonly TicketDraft[]): object[] =>
  tickets.flatMap((ticket, index) =>
    ticket.seated && ticket.kept === null
      ? [
          {
            key: sectionKey(index),
            label: ticket.section.trim() || ticket.name.trim(),
            rows: Array.from({ length: whole(ticket.rows, MOST.rows) }, (_, row) => ({
              label: String(row + 1),
              seats: whole(ticket.seatsPerRow, MOST.seatsOfARow),
            })),
          },
        ]
      : [],
  );

/** `index`: position in the list, which names the section that the form draws for it. */
export function ticketBody(
  ticket: TicketDraft,
  index: number,
  { currency, seatMapId }: { currency: string; seatMapId: string | null },
): Record<string, unknown> {
  // the type may have switched between general and reserved since it was saved
  const { capacity: _, sections: _sections, zones: _zones, ...base } = ticket.base;
  return {
    ...base,
    name: ticket.name.trim(),
    price: parseMoney(ticket.price, currency),
    fee: feeOf(ticket, currency),
    tax: taxOf(ticket),
    min: whole(ticket.min, MOST.perFan),
    multiple: whole(ticket.multiple, MOST.perFan),
    maxPerFan: whole(ticket.maxPerFan, MOST.perFan),
    ...(ticket.seated
      ? { admission: 'reserved', ...soldSeats(ticket, index, seatMapId) }
      : { admission: 'general', capacity: whole(ticket.capacity, MOST.tickets) }),
  };
}

/** Returns the zones of a stored map or, without zones, its sections; else the sections that were imported or drawn. */
function soldSeats(
  { kept, zones, mapSections }: TicketDraft,
  index: number,
  seatMapId: string | null,
): Record<string, string[]> {
  if (seatMapId !== null) return zones.length > 0 ? { zones } : { sections: mapSections };
  return {
    sections: kept?.sections ?? [sectionKey(index)],
    ...(kept && kept.zones.length > 0 ? { zones: kept.zones } : {}),
  };
}

function identityKeysOf({ keysFrom, jwksUrl, jwks, issuer, audience }: SaleDraft): Record<string, unknown> {
  return {
    ...(keysFrom === 'address' ? { jwksUrl: jwksUrl.trim() } : { keys: keysIn(jwks) }),
    ...(issuer.trim() === '' ? {} : { issuer: issuer.trim() }),
    ...(audience.trim() === '' ? {} : { audience: audience.trim() }),
  };
}

function policyBody(draft: SaleDraft): Record<string, unknown> {
  const { policy, base } = draft;
  const suggested = suggestedPace(totalOf(draft));
  const bounded = (Object.keys(policyBounds) as BoundedField[]).map(
    (field) => [field, boundedOf(policy[field], field)] as const,
  );
  const { rampMinutes, ...times } = Object.fromEntries(bounded) as Record<BoundedField, number | null>;
  const before = base['policy'] as { ramp?: { minutes: number } | null } | undefined;
  return {
    ...before,
    cap: policy.cap === null ? suggested.cap : whole(policy.cap, MOST.pace),
    perMinute: policy.perMinute === null ? suggested.perMinute : whole(policy.perMinute, MOST.pace),
    ...times,
    handoff: policy.handoff,
    ...{ disputedTickets: policy.disputedTickets, warnedTickets: policy.warnedTickets },
    stepUp: stepUpOf(draft),
    ramp: rampMinutes ? { ...before?.ramp, minutes: rampMinutes } : null,
  };
}

/** Maps the server's errors to form fields; the rest stays with the refusal. */
export function errorsFromServer(
  draft: SaleDraft,
  errors: readonly { field: string; message: string }[],
): { errors: DraftErrors; rest: { field: string; message: string }[] } {
  const found = new Map<string, string>();
  const rest: { field: string; message: string }[] = [];
  for (const { field, message } of errors) {
    const name = formField(draft, field);
    if (name === null) rest.push({ field, message });
    else found.set(name, sentence(message));
  }
  return { errors: found, rest };
}

const sameName = new Set(['name', 'slug', 'currency', 'prequeueAt', 'opensAt', 'closesAt']);

function formField(draft: SaleDraft, field: string): string | null {
  const [head = '', second = '', third = ''] = field.split('.');
  if (sameName.has(head)) return head;
  if (head === 'show') return second === 'name' ? 'show' : second || 'show';
  if (head === 'policy' && second !== '') return second;
  if (head === 'seller' || head === 'branding') return second === '' ? `${head}.name` : field;
  if (head === 'limits') return second === 'tour' || second === 'perOrder' ? second : 'limits';
  if (head === 'identityKeys' && second === 'audience') return second;
  if (head === 'identityKeys') return draft.keysFrom === 'address' ? 'jwksUrl' : 'jwks';
  const owner =
    head === 'ticketTypes' ? draft.tickets[Number(second)] : head === 'lanes' ? draft.lanes[Number(second)] : null;
  if (!owner) return null;
  const own = third === 'sections' ? 'section' : third === 'key' ? 'label' : third || 'name';
  return `${head === 'lanes' ? 'lanes' : 'tickets'}.${owner.key}.${own}`;
}

export const sentence = (message: string): string =>
  `${message.charAt(0).toUpperCase()}${message.slice(1)}${/[.!?]$/.test(message) ? '' : '.'}`;
