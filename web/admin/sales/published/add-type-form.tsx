import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import { call } from '../../net/api.js';
import { ErrorCount, type FieldErrors, noErrors, useFirstError } from '../../ui/fields.jsx';
import { RefusalNote } from '../../ui/refusal.jsx';
import { useAction } from '../../ui/use-action.js';
import { ticketBody } from '../setup/draft-body.js';
import { ticketErrors } from '../setup/draft-checks.js';
import { emptyTicket, MOST } from '../setup/sale-draft.js';
import { TicketFields } from '../setup/ticket-fields.jsx';

/** Adds a ticket type, also during the sale. General admission only: seats belong to the published map. */
export function AddTypeForm({ sale }: { sale: StaffSaleShape }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [ticket, setTicket] = useState(() => emptyTicket(1));
  const [errors, setErrors] = useState<FieldErrors>(noErrors);
  const { busy, error, run, setError } = useAction();
  const form = useFirstError(errors);
  if (sale.ticketTypes.length >= MOST.ticketTypes) return null;
  if (!open)
    return (
      <div>
        <Button variant="default" onClick={() => setOpen(true)}>
          Add a ticket type
        </Button>
      </div>
    );
  const add = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    setError(null);
    const wrong = new Map(ticketErrors(ticket, { currency: sale.currency, seatMapId: null }));
    setErrors(wrong);
    if (wrong.size > 0) return;
    await run(async () => {
      await call(
        'POST',
        `sales/${sale.id}/ticket-types`,
        ticketBody(ticket, 0, { currency: sale.currency, seatMapId: null }),
      );
      await queries.invalidateQueries({ queryKey: ['sale', sale.id] });
      setOpen(false);
      setTicket(emptyTicket(1));
    });
  };
  return (
    <form ref={form} className="stack inset" onSubmit={(event) => void add(event)} noValidate>
      <TicketFields
        {...{ ticket, errors }}
        hints={noErrors}
        number={sale.ticketTypes.length + 1}
        currency={sale.currency}
        counted
        map={null}
        onChange={(changes) => setTicket((before) => ({ ...before, ...changes }))}
        onRemove={null}
      />
      <ErrorCount errors={errors} />
      <RefusalNote error={error} />
      <div className="row row-end">
        <Button variant="default" onClick={() => setOpen(false)}>
          Not now
        </Button>
        <Button type="submit" loading={busy}>
          Sell it now
        </Button>
      </div>
    </form>
  );
}
