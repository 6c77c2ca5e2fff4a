import { Button, NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { count } from '../control/words.js';
import { capacityOf, type TicketDraft } from './sale-draft.js';

interface Props {
  ticket: TicketDraft;
  number: number;
  currency: string;
  onChange: (changes: Partial<TicketDraft>) => void;
  /** null: the last one stays. */
  onRemove: (() => void) | null;
}

/** One ticket type: a name, a price, and how many, counted or seat by seat. */
export function TicketFields({ ticket, number, currency, onChange, onRemove }: Props) {
  const whole = (field: 'capacity' | 'maxPerFan' | 'rows' | 'seatsPerRow', label: string, max: number) => (
    <NumberInput
      label={label}
      value={ticket[field]}
      onChange={(value) => onChange({ [field]: Math.min(max, Math.max(1, Math.trunc(Number(value)) || 1)) })}
      min={1}
      max={max}
      allowDecimal={false}
      thousandSeparator=","
      size="md"
    />
  );
  return (
    <div className="ticket-fields stack" role="group" aria-label={`Ticket type ${number}`}>
      <div className="pair">
        <TextInput
          label="Name"
          placeholder="Standing"
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
          value={ticket.price}
          onChange={(event) => onChange({ price: event.currentTarget.value })}
          required
          size="md"
        />
      </div>
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
      {ticket.seated ? (
        <div className="pair triple">
          <TextInput
            label="Section"
            value={ticket.section}
            onChange={(event) => onChange({ section: event.currentTarget.value })}
            maxLength={60}
            size="md"
          />
          {whole('rows', 'Rows', 500)}
          {whole('seatsPerRow', 'Seats in a row', 1_000)}
        </div>
      ) : (
        whole('capacity', 'How many', 1_000_000)
      )}
      <div className="pair">
        {whole('maxPerFan', 'At most for one fan', 50)}
        <p className="small muted ticket-sum">
          {count(capacityOf(ticket))} tickets
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
