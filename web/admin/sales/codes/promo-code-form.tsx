import { Button } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { parseMoney } from '../../../../src/contract/money/money.js';
import type { PromoCodeShape } from '../../../../src/contract/money/promo-shapes.js';
import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import { call, Refusal } from '../../net/api.js';
import { CheckField, type FieldErrors, noErrors, NumberField, TextField, useFirstError } from '../../ui/fields.jsx';
import { RefusalNote } from '../../ui/refusal.jsx';
import { wholeOf } from '../setup/sale-draft.js';
import { instantsOf, missingTime } from '../setup/zone-time.js';

const MOST_USES = 1_000_000;
const empty = { code: '', off: '', maxUses: '100', perFan: '1', endsAt: '' };
type Field = keyof typeof empty;

/** Parses "10%" as a percentage of the tickets, "5.00" as an amount off their total; null for anything else. */
export function offOf(typed: string, currency: string): { percent: number } | { amount: number } | null {
  const text = typed.trim();
  if (text.endsWith('%')) {
    const number = text.slice(0, -1).trim().replace(',', '.');
    const percent = /^\d{1,3}(\.\d{1,3})?$/.test(number) ? Number(number) : 0;
    return percent > 0 && percent <= 100 ? { percent } : null;
  }
  const amount = parseMoney(text, currency);
  return amount === null || amount === 0 ? null : { amount };
}

export function PromoCodeForm({ sale, onMade }: { sale: StaffSaleShape; onMade: () => void }) {
  const [typed, setTyped] = useState(empty);
  const [types, setTypes] = useState<readonly string[]>([]);
  const [errors, setErrors] = useState<FieldErrors>(noErrors);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const form = useFirstError(errors);
  const bind = (field: Field) => ({
    value: typed[field],
    error: errors.get(field),
    onChange: (value: string) => setTyped((before) => ({ ...before, [field]: value })),
  });
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const off = offOf(typed.off, sale.currency);
    const [maxUses, perFan] = [wholeOf(typed.maxUses, MOST_USES), wholeOf(typed.perFan, MOST_USES)];
    const [end] = instantsOf(typed.endsAt, sale.show.timeZone);
    const wrong = new Map<string, string>();
    if (!/^[A-Za-z0-9][\w-]{2,31}$/.test(typed.code.trim()))
      wrong.set('code', '3 to 32 letters, digits, hyphens or underscores.');
    if (off === null) wrong.set('off', 'A percentage such as 10%, or an amount such as 5.00.');
    if (maxUses === null) wrong.set('maxUses', 'A whole number from 1 to 1,000,000.');
    if (perFan === null || (maxUses !== null && perFan > maxUses))
      wrong.set('perFan', 'A whole number, not above the uses in all.');
    if (typed.endsAt !== '' && end === undefined)
      wrong.set('endsAt', missingTime(typed.endsAt, sale.show.timeZone) ?? 'Enter a day and a time.');
    setErrors(wrong);
    setError(null);
    if (wrong.size > 0) return;
    setBusy(true);
    try {
      await call<PromoCodeShape>('POST', 'promo-codes', {
        ...{ saleId: sale.id, code: typed.code.trim(), maxUses, perFan, ...off },
        ticketTypeIds: types.length === 0 ? null : types,
        endsAt: end === undefined ? null : new Date(end).toISOString(),
      });
      setTyped(empty);
      setTypes([]);
      onMade();
    } catch (thrown) {
      if (thrown instanceof Refusal && thrown.code === 'PROMO_CODE_TAKEN')
        setErrors(new Map([['code', 'This sale has such a code already.']]));
      else setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form ref={form} className="stack inset" onSubmit={(event) => void submit(event)} noValidate>
      <h3>New promo code</h3>
      <div className="field-row">
        <TextField label="Code" placeholder="EARLY" autoComplete="off" spellCheck={false} {...bind('code')} />
        <TextField
          label="Off"
          why="10% of the tickets, or an amount in all."
          placeholder="10% or 5.00"
          {...bind('off')}
        />
        <NumberField label="Uses in all" {...bind('maxUses')} />
        <NumberField label="Uses for each fan" why="By e-mail address." {...bind('perFan')} />
        <TextField type="datetime-local" label="Good until" why="Empty: as long as the sale." {...bind('endsAt')} />
      </div>
      {sale.ticketTypes.length > 1 && (
        <fieldset className="field">
          <legend>Only for</legend>
          <p className="field-why">None chosen: all ticket types.</p>
          <div className="check-grid">
            {sale.ticketTypes.map(({ id, name }) => (
              <CheckField
                key={id}
                label={name}
                checked={types.includes(id)}
                onChange={(checked) => setTypes(checked ? [...types, id] : types.filter((one) => one !== id))}
              />
            ))}
          </div>
        </fieldset>
      )}
      <RefusalNote error={error} />
      <div className="row row-end">
        <Button type="submit" loading={busy}>
          Make the code
        </Button>
      </div>
    </form>
  );
}
