import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { currencies } from '../../../src/contract/money.js';
import type { StaffSaleShape } from '../../../src/contract/staff-shapes.js';
import { cityOfZone, ownZone } from '../../shared/format/time.js';
import { call } from '../net/api.js';
import { RefusalNote } from '../ui/refusal.jsx';
import { go, useHeading } from '../ui/router.jsx';
import { FanPreview } from './fan-preview.jsx';
import { draftOf, type SaleBody } from './open-draft.js';
import { MapSelect, useSeatMaps } from './map-fields.jsx';
import { bodyOf, type DraftErrors, emptyDraft, emptyTicket, MOST, type SaleDraft, slugFrom } from './sale-draft.js';
import { TicketFields } from './ticket-fields.jsx';

const MAX_TICKET_TYPES = 12;

const noErrors: DraftErrors = new Map();

/** A new sale, or the same again as one that was made before. */
export function NewSalePage() {
  const like = new URLSearchParams(location.search).get('like');
  return like ? <OpenedForm saleId={like} way="copy" /> : <SaleForm title="New sale" start={null} saleId={null} />;
}

/** Goes on with a draft. */
export const EditSalePage = ({ saleId }: { saleId: string }) => <OpenedForm saleId={saleId} way="edit" />;

function OpenedForm({ saleId, way }: { saleId: string; way: 'edit' | 'copy' }) {
  const { data, error } = useQuery({
    queryKey: ['sale-input', saleId],
    queryFn: ({ signal }) => call<{ input: SaleBody }>('GET', `sales/${saleId}/input`, undefined, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (!data)
    return (
      <section className="page">
        <RefusalNote error={error} />
        {!error && <p className="muted">Reading the sale…</p>}
      </section>
    );
  const start = draftOf(data.input, Date.now());
  return way === 'edit' ? (
    <SaleForm title="Edit the draft" start={start} saleId={saleId} />
  ) : (
    <SaleForm title="The same again" start={{ ...start, slug: '' }} saleId={null} />
  );
}

/** A short path to a sale, with what fans will see beside it. It stays a draft until it is published. */
function SaleForm({ title, start, saleId }: { title: string; start: SaleDraft | null; saleId: string | null }) {
  const heading = useHeading(title);
  const [draft, setDraft] = useState(() => start ?? emptyDraft(Date.now()));
  const [error, setError] = useState<unknown>(null);
  const [errors, setErrors] = useState<DraftErrors>(noErrors);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const maps = useSeatMaps();
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [errors]);
  const change = (changes: Partial<SaleDraft>): void => {
    setErrors(noErrors);
    setDraft((before) => ({ ...before, ...changes }));
  };
  const text = (field: 'name' | 'show' | 'venue' | 'startsAt' | 'prequeueAt' | 'opensAt' | 'slug') => ({
    value: draft[field],
    error: errors.get(field),
    onChange: (event: { currentTarget: { value: string } }) => change({ [field]: event.currentTarget.value }),
    size: 'md' as const,
  });
  const number = (field: 'cap' | 'perMinute') => ({
    value: draft[field],
    error: errors.get(field),
    onChange: (value: number | string) => change({ [field]: value }),
    min: 1,
    max: MOST.pace,
    clampBehavior: 'none' as const,
    allowDecimal: false,
    thousandSeparator: ',',
    size: 'md' as const,
  });

  const save = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const made = bodyOf(draft, ownZone());
    if ('errors' in made) return setErrors(made.errors);
    setBusy(true);
    setError(null);
    try {
      const sale = saleId
        ? await call<StaffSaleShape>('PUT', `sales/${saleId}`, made.body)
        : await call<StaffSaleShape>('POST', 'sales', made.body);
      go(`/admin/sales/${sale.id}`);
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };
  const zone = cityOfZone(ownZone());
  return (
    <section className="page new-sale">
      <form ref={form} className="stack" onSubmit={(event) => void save(event)} noValidate>
        <h1 ref={heading} tabIndex={-1}>
          {title}
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
          <MapSelect maps={maps} value={draft.seatMapId} onChange={(seatMapId) => change({ seatMapId })} />
          {draft.tickets.map((ticket, index) => (
            <TicketFields
              key={ticket.key}
              ticket={ticket}
              errors={errors}
              map={maps.find(({ id }) => id === draft.seatMapId) ?? null}
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
        {errors.size > 0 && (
          <div className="note note-bad" role="alert">
            <ul>
              {[...errors].map(([field, message]) => (
                <li key={field}>{message}</li>
              ))}
            </ul>
          </div>
        )}
        <RefusalNote error={error} />
        <div className="row row-end">
          <Button variant="default" onClick={() => go(saleId ? `/admin/sales/${saleId}` : '/admin')}>
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
