import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { formatMoney } from '../../../../src/contract/money/money.js';
import type { StaffSaleShape, StaffTicketTypeShape } from '../../../../src/contract/staff/staff-shapes.js';
import { cityOfZone, formatDayAndTime } from '../../../shared/format/time.js';
import { count } from '../../control/figures/words.js';
import { call, Refusal } from '../../net/api.js';
import { useSession } from '../../session/session.js';
import {
  CheckField,
  ErrorCount,
  type FieldErrors,
  noErrors,
  SelectField,
  TextField,
  useFirstError,
} from '../../ui/fields.jsx';
import { Icon } from '../../ui/icons.jsx';
import { MeanwhileNote, RefusalNote } from '../../ui/refusal.jsx';
import { Link } from '../../ui/router.jsx';
import { AddTypeForm } from './add-type-form.jsx';
import { LookFields } from '../setup/look-fields.jsx';
import {
  bothChanged,
  changeOf,
  fixedBecause,
  publishedDraft,
  publishedHints,
  rebased,
  shownErrors,
  type PublishedDraft,
} from './published-change.js';
import { TypeTermsForm } from './type-terms-form.jsx';
import { knownZones } from '../setup/zone-time.js';

type Text = Exclude<keyof PublishedDraft, 'listed' | 'transferable' | 'seller' | 'branding'>;

/** Edits what may still change in a published sale, and explains why the rest may not. */
export function PublishedForm({ sale }: { sale: StaffSaleShape }) {
  const { mayChange } = useSession();
  const isOpen = sale.state !== 'closed' && mayChange;
  return (
    <>
      {sale.state === 'closed' ? (
        <p className="note">The sale is over: nothing changes any more.</p>
      ) : (
        isOpen && <ChangeForm sale={sale} />
      )}
      <section className="card stack" aria-label="Tickets">
        <h2>Tickets</h2>
        <ul className="lines">
          {sale.ticketTypes.map((type) => (
            <li key={type.id} className="type-row">
              <p className="grow">
                <span className="strong">{type.name}</span>
                <br />
                <span className="muted small">{termsWords(type, sale.currency)}</span>
              </p>
              {isOpen && <TypeTermsForm {...{ sale, type }} />}
            </li>
          ))}
        </ul>
        <p className="field-why">
          How many there are changes in the <Link href={`/admin/sales/${sale.id}`}>control room</Link> under “Stock”,
          also while it sells. A price may change while nobody holds or has ordered such a ticket, limits at any time;
          fans read both under “Changes since publication”. A new ticket type can be added.
        </p>
        {isOpen && <AddTypeForm sale={sale} />}
      </section>
      <section className="card stack" aria-label="Fixed since publishing">
        <h2>Fixed since publishing</h2>
        <dl className="plain-facts">
          <dt>Address</dt>
          <dd>
            /s/{sale.slug}: <span className="field-why">links to it are out.</span>
          </dd>
          <dt>Currency</dt>
          <dd>
            {sale.currency}: <span className="field-why">orders are in it.</span>
          </dd>
          <dt>Who gets a place</dt>
          <dd>
            {entryWords[sale.entry]}: <span className="field-why">whoever is in line came by this rule.</span>
          </dd>
          <dt>Lanes</dt>
          <dd>
            {sale.lanes.map(({ label }) => label).join(', ')}:{' '}
            <span className="field-why">the draw counts by them. Their weights change under “Cap and speed”.</span>
          </dd>
        </dl>
      </section>
    </>
  );
}

/** "€45.00 · 600 in all · 4 at most for one fan · 12 sold" */
function termsWords(type: StaffTicketTypeShape, currency: string): string {
  return [
    formatMoney({ amount: type.price, currency }, 'en'),
    `${count(type.capacity)} in all`,
    `${type.maxPerFan} at most for one fan`,
    type.min > 1 ? `${type.min} at least at a time` : '',
    type.multiple > 1 ? `in multiples of ${type.multiple}` : '',
    `${count(type.sold)} sold`,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

const entryWords: Record<StaffSaleShape['entry'], string> = {
  open: 'Anybody',
  email: 'A confirmed e-mail address',
  account: 'An account of yours',
  card: 'A checked card',
};

function ChangeForm({ sale }: { sale: StaffSaleShape }) {
  const queries = useQueryClient();
  /** The sale as the fields began with it: only what was typed here is sent. */
  const [base, setBase] = useState(sale);
  const [draft, setDraft] = useState(() => publishedDraft(sale));
  /** Fields that somebody else changed meanwhile, too; null: nobody changed anything. */
  const [met, setMet] = useState<string[] | null>(null);
  const [errors, setErrors] = useState<FieldErrors>(noErrors);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  /** What the fields were after the last change; null: something was typed after it. */
  const [saved, setSaved] = useState<PublishedDraft | null>(null);
  const form = useFirstError(errors);
  const hints = publishedHints(sale, draft, Date.now());
  const bind = (field: Text) => ({
    value: draft[field],
    error: errors.get(field),
    hint: hints.get(field),
    onChange: (value: string) => {
      setSaved(null);
      setDraft((before) => ({ ...before, [field]: value }));
    },
  });
  const save = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    setError(null);
    setMet(null);
    const made = changeOf(base, draft);
    if ('errors' in made) return setErrors(made.errors);
    setErrors(noErrors);
    setBusy(true);
    try {
      const next = await call<StaffSaleShape>('PATCH', `sales/${sale.id}`, {
        ...{ ...made.change, version: base.version },
      });
      queries.setQueryData(['sale', sale.id], next);
      setBase(next);
      setDraft((typed) => rebased(typed, draft, publishedDraft(next))); // somebody may type on while it is saved
      setSaved(publishedDraft(next));
    } catch (thrown) {
      if (thrown instanceof Refusal && thrown.code === 'VERSION_CONFLICT') return await meet();
      const shown = refusedFields(base, thrown);
      setErrors(shown.errors);
      setError(shown.error);
    } finally {
      setBusy(false);
    }
  };
  /** Takes over what somebody else changed, but for the fields that were typed in here. */
  const meet = async (): Promise<void> => {
    try {
      const now = await call<StaffSaleShape>('GET', `sales/${sale.id}`);
      const [before, after] = [publishedDraft(base), publishedDraft(now)];
      setMet(bothChanged(draft, before, after));
      setDraft((typed) => rebased(typed, before, after));
      setBase(now);
    } catch (thrown) {
      setError(thrown);
    }
  };
  return (
    <form ref={form} className="card stack" onSubmit={(event) => void save(event)} noValidate aria-label="May change">
      <h2>What may still change</h2>
      <p className="field-why">Fans see it within seconds, and each change is in the log.</p>
      <div className="field-row">
        <TextField label="Name of the sale" maxLength={120} {...bind('name')} />
        <TextField label="Show" maxLength={120} {...bind('show')} />
        <TextField label="Venue" maxLength={120} {...bind('venue')} />
      </div>
      <div className="field-row">
        <SelectField
          label="Time zone"
          why="Of the venue."
          options={knownZones(draft.timeZone).map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
          {...bind('timeZone')}
        />
        <TextField type="datetime-local" label="Show begins" {...bind('startsAt')} />
        <TextField
          type="datetime-local"
          label="Closes by itself"
          why="Empty: when you close it."
          {...bind('closesAt')}
        />
      </div>
      <div className="field-row">
        <TimeOrReason sale={sale} field="prequeueAt" label="Waiting room opens" bind={bind} />
        <TimeOrReason sale={sale} field="opensAt" label="Sale opens" bind={bind} />
      </div>
      <CheckField
        label="Show it on the home page"
        checked={draft.listed}
        onChange={(listed) => {
          setSaved(null);
          setDraft((before) => ({ ...before, listed }));
        }}
      />
      <CheckField
        label="Tickets may be given to somebody else"
        why="Switched off, nobody can transfer a ticket any more. Those transferred before stay valid."
        checked={draft.transferable}
        onChange={(transferable) => {
          setSaved(null);
          setDraft((before) => ({ ...before, transferable }));
        }}
      />
      <LookFields
        draft={draft}
        errors={errors}
        change={(changes) => {
          setSaved(null);
          setDraft((before) => ({ ...before, ...changes }));
        }}
      />
      <ErrorCount errors={errors} />
      <RefusalNote error={error} />
      {met && (
        <MeanwhileNote>
          Their changes stand in the fields now, what you typed is kept: look at it, and change it again.
          {met.length > 0 && ` Both of you changed ${met.join(', ')}: yours stands in the field.`}
        </MeanwhileNote>
      )}
      <div className="row row-end">
        {saved &&
          (JSON.stringify(saved) === JSON.stringify(draft) ? (
            <span className="tone-ok" role="status">
              <Icon name="check" size={16} /> Changed.
            </span>
          ) : (
            <span className="tone-warn" role="status">
              <Icon name="warn" size={16} /> Changed, but for what was typed meanwhile: change it again.
            </span>
          ))}
        <Button type="submit" loading={busy}>
          Change it now
        </Button>
      </div>
    </form>
  );
}

/** Separates what stands beside its field from what the note above the button says. */
function refusedFields(sale: StaffSaleShape, thrown: unknown): { errors: FieldErrors; error: unknown } {
  if (!(thrown instanceof Refusal) || thrown.problem === null) return { errors: noErrors, error: thrown };
  const { errors, rest } = shownErrors(sale, thrown.problem.errors ?? []);
  if (errors.size === 0) return { errors, error: thrown };
  const { status, problem, isUnknown } = thrown;
  return { errors, error: rest.length === 0 ? null : new Refusal(status, { ...problem, errors: rest }, isUnknown) };
}

function TimeOrReason({
  sale,
  field,
  label,
  bind,
}: {
  sale: StaffSaleShape;
  field: 'prequeueAt' | 'opensAt';
  label: string;
  bind: (field: Text) => {
    value: string;
    error: string | undefined;
    hint: string | undefined;
    onChange: (value: string) => void;
  };
}) {
  const reason = fixedBecause(sale, field);
  if (reason === null) return <TextField type="datetime-local" label={label} {...bind(field)} />;
  const { timeZone } = sale.show;
  return (
    <p>
      <span className="strong">{label}</span>{' '}
      <span className="field-why">
        {formatDayAndTime(sale[field], 'en-GB', timeZone)} ({cityOfZone(timeZone)}). {reason}
      </span>
    </p>
  );
}
