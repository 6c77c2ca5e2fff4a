import { Button } from '@mantine/core';
import { formatMoney, ruleOf } from '../../../../src/contract/money/money.js';
import type { SeatMapSummary } from '../../../../src/contract/stock/seat-map-shapes.js';
import { count } from '../../control/figures/words.js';
import { CheckField, ChoiceField, type FieldErrors, NumberField, TextField } from '../../ui/fields.jsx';
import { ZoneFields } from './map-fields.jsx';
import { capacityOf, fullPrice, type TicketDraft } from './sale-draft.js';

interface Props {
  ticket: TicketDraft;
  number: number;
  currency: string;
  errors: FieldErrors;
  hints: FieldErrors;
  /** General admission only: seats can no longer be added. */
  counted?: boolean;
  onChange: (changes: Partial<TicketDraft>) => void;
  /** The sale's stored map, if one is selected. */
  map: SeatMapSummary | null;
  /** null: the last one cannot be removed. */
  onRemove: (() => void) | null;
}
type TextOf = Exclude<keyof TicketDraft, 'key' | 'seated' | 'taxIncluded' | 'zones' | 'mapSections' | 'base' | 'kept'>;

const howSold = [
  { value: 'general', label: 'General admission', means: 'Counted; nobody has a seat of their own.' },
  { value: 'seated', label: 'Named seats', means: 'Every ticket is one seat.' },
] as const;

/** One ticket type: name, price and quantity, by number or seat by seat. */
export function TicketFields({
  ticket,
  number,
  currency,
  errors,
  hints,
  counted = false,
  map,
  onChange,
  onRemove,
}: Props) {
  const bind = (field: TextOf) => ({
    value: ticket[field],
    error: errors.get(`tickets.${ticket.key}.${field}`),
    hint: hints.get(`tickets.${ticket.key}.${field}`),
    onChange: (value: string) => onChange({ [field]: value }),
  });
  const full = fullPrice(ticket, currency);
  const capacity = ticket.seated && map ? null : capacityOf(ticket);
  return (
    <div className="ticket-fields stack" role="group" aria-label={`Ticket type ${number}`}>
      <div className="field-row">
        <TextField label="Name" placeholder="Standing" maxLength={60} required {...bind('name')} />
        <TextField
          label={`Price in ${currency}`}
          placeholder={ruleOf(currency).shownDecimals === 0 ? '4500' : '45.00'}
          inputMode="decimal"
          required
          {...bind('price')}
        />
      </div>
      {ticket.kept === null && !counted && (
        <ChoiceField
          label="How it is sold"
          value={ticket.seated ? 'seated' : 'general'}
          onChange={(value) => onChange({ seated: value === 'seated' })}
          options={howSold}
        />
      )}
      {ticket.seated && map && (
        <ZoneFields map={map} ticket={ticket} error={errors.get(`tickets.${ticket.key}.zones`)} onChange={onChange} />
      )}
      <div className="field-row">
        {!(ticket.seated && map) && <Amount ticket={ticket} bind={bind} />}
        <NumberField
          label="At most for one fan"
          why="Four keeps friends together and resellers out."
          {...bind('maxPerFan')}
        />
      </div>
      <details className="more">
        <summary>Fee, tax and quantities</summary>
        <div className="stack">
          <div className="field-row">
            <TextField
              label="Fee for each ticket"
              why="An amount, a percentage of the price, or both. Fans see it in the price from the start."
              placeholder="2.50, 5% or 2.50 + 5%"
              maxLength={24}
              {...bind('fee')}
            />
            <TextField label="Name of the fee" maxLength={60} {...bind('feeLabel')} />
          </div>
          <div className="field-row">
            <TextField
              label="Tax in percent"
              why="Shown on the receipt."
              placeholder="7"
              inputMode="decimal"
              maxLength={8}
              {...bind('tax')}
            />
            <TextField label="Name of the tax" maxLength={60} {...bind('taxLabel')} />
          </div>
          <CheckField
            label="The tax is already in the price"
            checked={ticket.taxIncluded}
            onChange={(taxIncluded) => onChange({ taxIncluded })}
          />
          <div className="field-row">
            <NumberField label="At least at a time" why="2 for a table for two." {...bind('min')} />
            <NumberField label="Sold in multiples of" why="2 sells pairs only." {...bind('multiple')} />
          </div>
        </div>
      </details>
      <p className="ticket-sum">
        <span>
          {capacity === null ? '– tickets' : `${count(capacity)} tickets`}
          {full !== null && ` at ${formatMoney({ amount: full, currency }, 'en')} in all`}
        </span>
        {onRemove && (
          <Button variant="subtle" color="bad" size="sm" onClick={onRemove}>
            Remove<span className="hidden-words"> ticket type {number}</span>
          </Button>
        )}
      </p>
    </div>
  );
}

function Amount({
  ticket,
  bind,
}: {
  ticket: TicketDraft;
  bind: (field: TextOf) => { value: string; error: string | undefined; onChange: (value: string) => void };
}) {
  if (ticket.kept)
    return (
      <p className="field-why">
        {count(ticket.kept.seats)} seats of the seat map that was imported. The form keeps them as they are.
      </p>
    );
  if (!ticket.seated) return <NumberField label="How many" required {...bind('capacity')} />;
  return (
    <>
      <TextField label="Section" maxLength={60} {...bind('section')} />
      <NumberField label="Rows" {...bind('rows')} />
      <NumberField label="Seats in a row" {...bind('seatsPerRow')} />
    </>
  );
}
