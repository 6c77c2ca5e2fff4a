import { Button, Checkbox, NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { formatMoney } from '../../../src/contract/money.js';
import type { SeatMapSummary } from '../../../src/contract/seat-map-shapes.js';
import { count } from '../control/words.js';
import { capacityOf, type DraftErrors, fullPrice, MOST, type TicketDraft } from './sale-draft.js';
import { ZoneFields } from './map-fields.jsx';

interface Props {
  ticket: TicketDraft;
  number: number;
  currency: string;
  errors: DraftErrors;
  onChange: (changes: Partial<TicketDraft>) => void;
  /** The stored map of the sale, when one is chosen. */
  map: SeatMapSummary | null;
  /** null: the last one stays. */
  onRemove: (() => void) | null;
}

/** One ticket type: a name, a price, and how many, counted or seat by seat. */
export function TicketFields({ ticket, number, currency, errors, map, onChange, onRemove }: Props) {
  const errorOf = (field: keyof TicketDraft): string | undefined => errors.get(`tickets.${ticket.key}.${field}`);
  const whole = (
    field: 'capacity' | 'maxPerFan' | 'rows' | 'seatsPerRow' | 'min' | 'multiple',
    label: string,
    max: number,
  ) => (
    // what is typed stays as it is typed: it is judged when it is saved
    <NumberInput
      label={label}
      value={ticket[field]}
      error={errorOf(field)}
      onChange={(value) => onChange({ [field]: value })}
      min={1}
      max={max}
      clampBehavior="none"
      allowDecimal={false}
      thousandSeparator=","
      size="md"
    />
  );
  const text = (field: 'fee' | 'feeLabel' | 'tax' | 'taxLabel') => ({
    value: ticket[field],
    error: errorOf(field),
    onChange: (event: { currentTarget: { value: string } }) => onChange({ [field]: event.currentTarget.value }),
    size: 'md' as const,
  });
  const full = fullPrice(ticket, currency);
  const capacity = ticket.seated && map ? null : capacityOf(ticket);
  return (
    <div className="ticket-fields stack" role="group" aria-label={`Ticket type ${number}`}>
      <div className="pair">
        <TextInput
          label="Name"
          placeholder="Standing"
          error={errorOf('name')}
          value={ticket.name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
          maxLength={60}
          required
          size="md"
        />
        <TextInput
          label={`Price in ${currency}`}
          placeholder="45.00"
          inputMode="decimal"
          error={errorOf('price')}
          value={ticket.price}
          onChange={(event) => onChange({ price: event.currentTarget.value })}
          required
          size="md"
        />
      </div>
      <details className="ticket-extras">
        <summary>Fee, tax and quantities</summary>
        <div className="stack">
          <div className="pair">
            <TextInput label="Name of the fee" {...text('feeLabel')} maxLength={60} />
            <TextInput label="Fee for each ticket" placeholder="2.50 or 5%" {...text('fee')} maxLength={20} />
          </div>
          <div className="pair">
            <TextInput label="Name of the tax" {...text('taxLabel')} maxLength={60} />
            <TextInput label="Tax in percent" placeholder="7" inputMode="decimal" {...text('tax')} maxLength={8} />
          </div>
          <Checkbox
            label="The tax is already in the price"
            checked={ticket.taxIncluded}
            onChange={(event) => onChange({ taxIncluded: event.currentTarget.checked })}
          />
          <div className="pair">
            {whole('min', 'At least at a time', 50)}
            {whole('multiple', 'Sold in multiples of', 50)}
          </div>
          <p className="small muted">
            {full === null
              ? 'Fans see the full price first.'
              : `Fans see the full price first: ${formatMoney({ amount: full, currency }, 'en')}.`}
          </p>
        </div>
      </details>
      {ticket.kept === null && (
        <SegmentedControl
          aria-label="How it is sold"
          value={ticket.seated ? 'seated' : 'general'}
          onChange={(value) => onChange({ seated: value === 'seated' })}
          data={[
            { value: 'general', label: 'General admission' },
            { value: 'seated', label: 'Named seats' },
          ]}
          size="md"
        />
      )}
      {ticket.kept ? (
        <p className="small muted">
          {count(ticket.kept.seats)} seats of the seat map that was imported. The form keeps them as they are.
        </p>
      ) : ticket.seated && map ? (
        <ZoneFields map={map} ticket={ticket} error={errorOf('zones')} onChange={onChange} />
      ) : ticket.seated ? (
        <div className="pair triple">
          <TextInput
            label="Section"
            value={ticket.section}
            onChange={(event) => onChange({ section: event.currentTarget.value })}
            maxLength={60}
            size="md"
          />
          {whole('rows', 'Rows', MOST.rows)}
          {whole('seatsPerRow', 'Seats in a row', MOST.seatsOfARow)}
        </div>
      ) : (
        whole('capacity', 'How many', MOST.tickets)
      )}
      <div className="pair">
        {whole('maxPerFan', 'At most for one fan', MOST.perFan)}
        <p className="small muted ticket-sum">
          {capacity === null ? '– tickets' : `${count(capacity)} tickets`}
          {onRemove && (
            <Button variant="subtle" color="bad" size="sm" onClick={onRemove}>
              Remove<span className="hidden-words"> ticket type {number}</span>
            </Button>
          )}
        </p>
      </div>
    </div>
  );
}
