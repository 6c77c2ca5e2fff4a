import { Button } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { RefundAnswer } from '../../../src/contract/money/refund-shapes.js';
import type { StaffOrderDetail } from '../../../src/contract/staff/staff-shapes.js';
import { call } from '../net/api.js';
import { Dialog, DialogActions } from '../ui/dialog.jsx';
import { useAction } from '../ui/use-action.js';
import { CheckField, ChoiceField, type FieldErrors, noErrors, TextField, useFirstError } from '../ui/fields.jsx';
import { RefusalNote } from '../ui/refusal.jsx';
import { refundOf, type RefundWay, type RefundWish } from './refund-wish.js';

interface Props {
  order: StaffOrderDetail;
  onClose: () => void;
  onAsked: (answer: RefundAnswer) => void;
}

/** Refunds everything left, some tickets, or an amount without voiding tickets. */
export function RefundDialog({ order, onClose, onAsked }: Props) {
  const [wish, setWish] = useState<RefundWish>({ way: 'all', amount: '', ticketIds: [], reason: '' });
  const [errors, setErrors] = useState<FieldErrors>(noErrors);
  const { busy, error, run } = useAction();
  const form = useFirstError(errors);
  const set = (changes: Partial<RefundWish>): void => setWish((before) => ({ ...before, ...changes }));
  const made = refundOf(order, wish);
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if ('errors' in made) return setErrors(made.errors);
    setErrors(noErrors);
    await run(async () => {
      onAsked(await call<RefundAnswer>('POST', `orders/${order.id}/refund`, made.body));
    });
  };
  const valid = order.tickets.filter(({ state }) => state !== 'void');
  return (
    <Dialog onClose={onClose} title="Refund" size="lg" closeLabel="Close without refunding">
      <form ref={form} className="stack" onSubmit={(event) => void submit(event)} noValidate>
        <ChoiceField<RefundWay>
          label="What goes back"
          value={wish.way}
          onChange={(way) => set({ way })}
          options={[
            { value: 'all', label: 'Everything that is left', means: 'The tickets become void.' },
            ...(valid.length > 1
              ? [{ value: 'tickets' as const, label: 'Some tickets', means: 'Only those become void.' }]
              : []),
            { value: 'amount', label: 'An amount', means: 'The tickets stay: for a bad view, a late start.' },
          ]}
        />
        {wish.way === 'amount' && (
          <TextField
            label={`Amount in ${order.currency}`}
            inputMode="decimal"
            placeholder="10.00"
            value={wish.amount}
            onChange={(amount) => set({ amount })}
            error={errors.get('amount')}
          />
        )}
        {wish.way === 'tickets' && (
          <fieldset className="field" tabIndex={-1} {...(errors.has('tickets') ? { 'aria-invalid': true } : {})}>
            <legend>Which tickets</legend>
            {valid.map(({ id, label }) => (
              <CheckField
                key={id}
                label={label}
                checked={wish.ticketIds.includes(id)}
                onChange={(checked) =>
                  set({ ticketIds: checked ? [...wish.ticketIds, id] : wish.ticketIds.filter((one) => one !== id) })
                }
              />
            ))}
            {errors.has('tickets') && <p className="field-error">{errors.get('tickets')}</p>}
          </fieldset>
        )}
        <TextField
          label="Reason"
          why="For the log; the buyer does not see it."
          maxLength={200}
          value={wish.reason}
          onChange={(reason) => set({ reason })}
        />
        {'effect' in made && (
          <p className="preview" role="status">
            {made.effect} This cannot be undone.
          </p>
        )}
        <RefusalNote error={error} />
        <DialogActions onClose={onClose}>
          <Button type="submit" color="bad" loading={busy}>
            {'action' in made ? made.action : 'Give it back'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
