import { count, drainWords } from '../../control/figures/words.js';
import { CheckField, NumberField, SelectField, TextField } from '../../ui/fields.jsx';
import { bindText, type FormPart } from './form-part.js';
import { sizeOf, suggestedPace } from './pace.js';
import { type BoundedField, MOST, slugFrom, totalOf, wholeOf } from './sale-draft.js';

const steps: readonly { field: BoundedField; label: string; why: string }[] = [
  { field: 'shopMinutes', label: 'Minutes to choose', why: 'From coming in to having tickets in hand.' },
  { field: 'holdMinutes', label: 'Minutes a basket is kept', why: 'Nobody else can take them in that time.' },
  { field: 'payMinutes', label: 'Minutes to pay', why: 'Bank apps need a while; below five, people lose tickets.' },
  {
    field: 'idleMinutes',
    label: 'Minutes of silence',
    why: 'After them we ask “still there?” before the slot goes on.',
  },
  {
    field: 'claimMinutes',
    label: 'Minutes a missed turn is kept',
    why: 'A phone in a tunnel comes in at once within them.',
  },
  { field: 'graceSeconds', label: 'Seconds to come in', why: 'Then the next is called; the turn is still kept.' },
  { field: 'rampMinutes', label: 'Minutes to reach full speed', why: 'From a tenth of it at the opening; 0: at once.' },
  { field: 'groupMax', label: 'Friends on one number', why: 'They share one basket of as many limits; 1: no groups.' },
];

const handoffs = [
  { value: 'once', label: 'Once, at any time before the turn' },
  { value: 'beforeDraw', label: 'Until the draw, as often as wanted' },
  { value: 'off', label: 'Not at all' },
];

const disputed = [
  { value: 'hold', label: 'Refused at the door until the dispute is won' },
  { value: 'void', label: 'Refused, and void once the dispute is lost' },
  { value: 'keep', label: 'Let in as usual' },
];
const warned = [
  { value: 'keep', label: 'Let in as usual' },
  { value: 'hold', label: 'Refused at the door until you decide' },
];

/** The slug, the admission rate, and the time limit of each step. */
export function PaceFields(part: FormPart) {
  const { draft, errors, change } = part;
  const tickets = totalOf(draft);
  const suggested = suggestedPace(tickets);
  const { policy } = draft;
  const set = (changes: Partial<typeof policy>): void => change({ policy: { ...policy, ...changes } });
  const pace = (field: 'perMinute' | 'cap') => ({
    value: policy[field] ?? String(suggested[field]),
    error: errors.get(field),
    onChange: (value: string) => set({ [field]: value }),
  });
  const rate = wholeOf(policy.perMinute ?? String(suggested.perMinute), MOST.pace);
  return (
    <fieldset className="card stack">
      <legend>6. The door</legend>
      <TextField
        label="Address"
        why={`Fans find it at /s/${draft.slug || slugFrom(draft.name) || '…'}`}
        placeholder={slugFrom(draft.name)}
        maxLength={60}
        spellCheck={false}
        {...bindText(part, 'slug')}
      />
      <CheckField
        label="Show it on the home page"
        why="Otherwise only people with the address find it."
        checked={draft.listed}
        onChange={(listed) => change({ listed })}
      />
      <CheckField
        label="Tickets may be given to somebody else"
        why="A buyer transfers a ticket from the order's page; the new holder gets a link and a code of their own."
        checked={draft.transferable}
        onChange={(transferable) => change({ transferable })}
      />
      <div className="field-row">
        <NumberField
          label="Let in a minute, at most"
          why="The line slows down by itself when payments or stock cannot follow."
          {...pace('perMinute')}
        />
        <NumberField label="Inside at once, at most" why="Choosing and paying together." {...pace('cap')} />
      </div>
      <p className="field-why">
        {policy.perMinute === null && policy.cap === null ? (
          `Suggested for ${count(tickets)} tickets (${sizeOf(tickets)}): it could sell out in about 45 minutes.`
        ) : (
          <button type="button" className="text-button" onClick={() => set({ perMinute: null, cap: null })}>
            Use the suggestion for {count(tickets)} tickets: {count(suggested.perMinute)} a minute,{' '}
            {count(suggested.cap)} inside
          </button>
        )}{' '}
        {rate !== null && `10,000 people would wait ${drainWords(10_000, rate)}. `}
        Both can be changed while it runs.
      </p>
      <details className="more">
        <summary>How long each step may take</summary>
        <div className="stack">
          <div className="field-row">
            {steps.map(({ field, label, why }) => (
              <NumberField
                key={field}
                label={label}
                why={why}
                inputMode="decimal"
                value={policy[field]}
                error={errors.get(field)}
                onChange={(value) => set({ [field]: value })}
              />
            ))}
          </div>
          <SelectField
            label="Moving a place to another device"
            why="A fan scans a code on the other device; the first one then has no place any more."
            value={policy.handoff}
            options={handoffs}
            onChange={(handoff) => set({ handoff: handoff as typeof policy.handoff })}
          />
        </div>
      </details>
      <details className="more">
        <summary>Tickets whose payment is disputed</summary>
        <div className="field-row">
          <SelectField
            label="A buyer disputes the payment"
            why="You are told under Attention, and may decide otherwise for each order."
            value={policy.disputedTickets}
            options={disputed}
            onChange={(value) => set({ disputedTickets: value as typeof policy.disputedTickets })}
          />
          <SelectField
            label="A bank only warns of fraud"
            why="Many warnings become disputes; giving the money back at once prevents one."
            value={policy.warnedTickets}
            options={warned}
            onChange={(value) => set({ warnedTickets: value as typeof policy.warnedTickets })}
          />
        </div>
      </details>
    </fieldset>
  );
}
