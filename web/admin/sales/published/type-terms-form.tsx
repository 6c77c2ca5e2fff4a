import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { StaffSaleShape, StaffTicketTypeShape } from '../../../../src/contract/staff/staff-shapes.js';
import { call, Refusal } from '../../net/api.js';
import { ErrorCount, type FieldErrors, noErrors, NumberField, TextField, useFirstError } from '../../ui/fields.jsx';
import { RefusalNote } from '../../ui/refusal.jsx';
import { type TermsDraft, termsChange, termsDraft } from './type-terms.js';

interface Props {
  sale: StaffSaleShape;
  type: StaffTicketTypeShape;
}

/** Changes price and limits of one published ticket type. */
export function TypeTermsForm({ sale, type }: Props) {
  const [open, setOpen] = useState(false);
  if (open) return <OpenForm {...{ sale, type }} onClose={() => setOpen(false)} />;
  return (
    <div>
      <Button variant="default" size="sm" onClick={() => setOpen(true)}>
        Change price or limits<span className="hidden-words"> of {type.name}</span>
      </Button>
    </div>
  );
}

function OpenForm({ sale, type, onClose }: Props & { onClose: () => void }) {
  const queries = useQueryClient();
  const [draft, setDraft] = useState(() => termsDraft(type, sale.currency));
  const [version] = useState(sale.version);
  const [errors, setErrors] = useState<FieldErrors>(noErrors);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const form = useFirstError(errors);
  const bind = (field: keyof TermsDraft) => ({
    value: draft[field],
    error: errors.get(field),
    onChange: (value: string) => setDraft((before) => ({ ...before, [field]: value })),
  });
  const save = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    setError(null);
    const made = termsChange(type, draft, sale.currency);
    if ('errors' in made) return setErrors(made.errors);
    setErrors(noErrors);
    setBusy(true);
    try {
      const path = `sales/${sale.id}/ticket-types/${type.id}`;
      queries.setQueryData(['sale', sale.id], await call<StaffSaleShape>('PATCH', path, { ...made.change, version }));
      onClose();
    } catch (thrown) {
      const fields = thrown instanceof Refusal ? (thrown.problem?.errors ?? []) : [];
      setErrors(new Map(fields.map(({ field, message }) => [field, message])));
      setError(thrown);
      setBusy(false);
    }
  };
  return (
    <form
      ref={form}
      className="stack inset"
      onSubmit={(event) => void save(event)}
      noValidate
      aria-label={`Price and limits of ${type.name}`}
    >
      <div className="field-row">
        {type.sold > 0 ? (
          <p className="field-why">The price stays: such tickets are sold.</p>
        ) : (
          <TextField
            label={`Price in ${sale.currency}`}
            why="Only while nobody holds or has ordered one."
            inputMode="decimal"
            {...bind('price')}
          />
        )}
        <NumberField label="At most for one fan" why="What somebody already holds stays." {...bind('maxPerFan')} />
      </div>
      <div className="field-row">
        <NumberField label="At least at a time" {...bind('min')} />
        <NumberField label="Sold in multiples of" {...bind('multiple')} />
      </div>
      <ErrorCount errors={errors} />
      <RefusalNote error={error} />
      <div className="row row-end">
        <Button variant="default" onClick={onClose}>
          Not now
        </Button>
        <Button type="submit" loading={busy}>
          Change it now<span className="hidden-words"> for {type.name}</span>
        </Button>
      </div>
    </form>
  );
}
