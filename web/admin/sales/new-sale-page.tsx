import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { currencies } from '../../../src/contract/money.js';
import type { StaffSaleShape } from '../../../src/contract/staff-shapes.js';
import { cityOfZone, ownZone } from '../../shared/format/time.js';
import { call } from '../net/api.js';
import { RefusalNote } from '../ui/refusal.jsx';
import { go, useHeading } from '../ui/router.jsx';
import { FanPreview } from './fan-preview.jsx';
import { bodyOf, emptyDraft, emptyTicket, type SaleDraft, slugFrom } from './sale-draft.js';
import { TicketFields } from './ticket-fields.jsx';

const MAX_TICKET_TYPES = 12;

/** A short path to a new sale, with what fans will see beside it. It stays a draft until it is published. */
export function NewSalePage() {
  const heading = useHeading('New sale');
  const [draft, setDraft] = useState(() => emptyDraft(Date.now()));
  const [error, setError] = useState<unknown>(null);
  const [missing, setMissing] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const change = (changes: Partial<SaleDraft>): void => {
    setMissing(null);
    setDraft((before) => ({ ...before, ...changes }));
  };
  const text = (field: 'name' | 'show' | 'venue' | 'startsAt' | 'prequeueAt' | 'opensAt' | 'slug') => ({
    value: draft[field],
    onChange: (event: { currentTarget: { value: string } }) => change({ [field]: event.currentTarget.value }),
    size: 'md' as const,
  });
  const number = (field: 'cap' | 'perMinute') => ({
    value: draft[field],
    onChange: (value: number | string) => change({ [field]: Number(value) || 1 }),
    min: 1,
    max: 100_000,
    allowDecimal: false,
    thousandSeparator: ',',
    size: 'md' as const,
  });

  const save = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const made = bodyOf(draft, ownZone());
    if ('missing' in made) return setMissing(made.missing);
    setBusy(true);
    setError(null);
    try {
      const sale = await call<StaffSaleShape>('POST', 'sales', made.body);
      go(`/admin/sales/${sale.id}`);
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };
  const zone = cityOfZone(ownZone());
  return (
    <section className="page new-sale">
      <form className="stack" onSubmit={(event) => void save(event)} noValidate>
        <h1 ref={heading} tabIndex={-1}>
          New sale
        </h1>
        <fieldset className="card stack">
          <legend>1. The show</legend>
          <TextInput
            label="Name of the sale"
            description="What fans see first."
            maxLength={120}
            required
            {...text('name')}
          />
          <div className="pair">
            <TextInput label="Show" placeholder="Artist, match or play" maxLength={120} required {...text('show')} />
            <TextInput label="Venue" maxLength={120} required {...text('venue')} />
          </div>
          <TextInput type="datetime-local" label={`Show begins (${zone} time)`} required {...text('startsAt')} />
        </fieldset>
        <fieldset className="card stack">
          <legend>2. The times</legend>
          <div className="pair">
            <TextInput
              type="datetime-local"
              label={`Waiting room opens (${zone} time)`}
              required
              {...text('prequeueAt')}
            />
            <TextInput type="datetime-local" label={`Sale opens (${zone} time)`} required {...text('opensAt')} />
          </div>
          <p className="small muted">Everybody who is there before the sale opens is drawn in random order.</p>
        </fieldset>
        <fieldset className="card stack">
          <legend>3. The tickets</legend>
          <Select
            label="Currency"
            data={[...currencies.keys()]}
            value={draft.currency}
            onChange={(currency) => change({ currency: currency ?? draft.currency })}
            searchable
            allowDeselect={false}
            size="md"
          />
          {draft.tickets.map((ticket, index) => (
            <TicketFields
              key={ticket.key}
              ticket={ticket}
              number={index + 1}
              currency={draft.currency}
              onChange={(changes) =>
                change({ tickets: draft.tickets.map((one) => (one.key === ticket.key ? { ...one, ...changes } : one)) })
              }
              onRemove={
                draft.tickets.length > 1
                  ? () => change({ tickets: draft.tickets.filter(({ key }) => key !== ticket.key) })
                  : null
              }
            />
          ))}
          {draft.tickets.length < MAX_TICKET_TYPES && (
            <Button
              variant="default"
              onClick={() =>
                change({
                  tickets: [...draft.tickets, emptyTicket(1 + Math.max(...draft.tickets.map(({ key }) => key)))],
                })
              }
            >
              Another ticket type
            </Button>
          )}
        </fieldset>
        <fieldset className="card stack">
          <legend>4. The door</legend>
          <TextInput
            label="Address"
            description={`Fans find it at /s/${draft.slug || slugFrom(draft.name) || '…'}`}
            placeholder={slugFrom(draft.name)}
            maxLength={60}
            {...text('slug')}
          />
          <div className="pair">
            <NumberInput label="Let in a minute, at most" {...number('perMinute')} />
            <NumberInput label="Inside at once, at most" {...number('cap')} />
          </div>
          <p className="small muted">Both can be changed while the sale runs.</p>
        </fieldset>
        {missing !== null && (
          <p className="note note-bad" role="alert">
            {missing}
          </p>
        )}
        <RefusalNote error={error} />
        <div className="row row-end">
          <Button variant="default" onClick={() => go('/admin')}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            Save as draft
          </Button>
        </div>
      </form>
      <FanPreview draft={draft} />
    </section>
  );
}
