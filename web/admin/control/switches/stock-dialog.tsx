import { Button } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { LiveShape } from '../../../../src/contract/live/live-shapes.js';
import { isLineKnown } from '../../../../src/contract/live/stage-counts.js';
import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import type { StockAnswer } from '../../../../src/contract/stock/stock-shapes.js';
import { call, Refusal } from '../../net/api.js';
import { Dialog } from '../../ui/dialog.jsx';
import { useAction } from '../../ui/use-action.js';
import { AreaField, ChoiceField, NumberField, SelectField } from '../../ui/fields.jsx';
import { Icon } from '../../ui/icons.jsx';
import { RefusalNote } from '../../ui/refusal.jsx';
import { capacityEffect, capacityTyped, type SeatTarget, seatsTyped, seatWords, stockWords } from './stock-change.js';
import { count } from '../figures/words.js';

interface Props {
  sale: StaffSaleShape;
  live: LiveShape;
  onClose: () => void;
  onChanged: () => void;
}

/** Changes stock during a sale: a capacity for general admission, seat ids for reserved seats. */
export function StockDialog({ sale, live, onClose, onChanged }: Props) {
  const [typeId, setTypeId] = useState(sale.ticketTypes[0]?.id ?? '');
  const [done, setDone] = useState<string | null>(null);
  const type = sale.ticketTypes.find(({ id }) => id === typeId);
  const stock = live.stock.find(({ ticketTypeId }) => ticketTypeId === typeId);
  const changed = (answer: StockAnswer): void => {
    setDone(`Done: ${count(answer.capacity)} in all, ${count(answer.free)} free, ${count(answer.blocked)} blocked.`);
    onChanged();
  };
  return (
    <Dialog onClose={onClose} title="Stock" size="lg" closeLabel="Close">
      <div className="stack">
        <SelectField
          label="Ticket type"
          value={typeId}
          options={sale.ticketTypes.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(id) => {
            setTypeId(id);
            setDone(null);
          }}
        />
        {stock && <p className="preview">{stockWords(stock, isLineKnown(live))}</p>}
        {type && stock && type.admission === 'general' && (
          <CapacityForm key={typeId} saleId={sale.id} stock={stock} isKnown={isLineKnown(live)} onChanged={changed} />
        )}
        {type?.admission === 'reserved' && <SeatsForm key={typeId} saleId={sale.id} onChanged={changed} />}
        {done !== null && (
          <p className="tone-ok" role="status">
            <Icon name="check" size={16} /> {done}
          </p>
        )}
      </div>
    </Dialog>
  );
}

interface FormProps {
  saleId: string;
  onChanged: (answer: StockAnswer) => void;
}

/** Submits one change; a refusal is shown beside the field that caused it. */
function useStockChange({ saleId, onChanged }: FormProps) {
  const { busy, error, run } = useAction();
  const change = (body: object): Promise<void> =>
    run(async () => onChanged(await call<StockAnswer>('POST', `sales/${saleId}/stock`, body)));
  return { error, busy, change };
}

function CapacityForm({
  stock,
  isKnown,
  ...props
}: FormProps & { stock: LiveShape['stock'][number]; isKnown: boolean }) {
  const [typed, setTyped] = useState(String(stock.capacity));
  const { error, busy, change } = useStockChange(props);
  const capacity = capacityTyped(typed);
  const effect = capacity === null ? null : capacityEffect(stock, capacity, isKnown);
  const below = error instanceof Refusal && error.code === 'CAPACITY_BELOW_SOLD';
  const wrong =
    capacity === null
      ? 'A whole number up to 1,000,000.'
      : effect && 'wrong' in effect
        ? effect.wrong
        : below
          ? 'Somebody took one in the meantime: more are sold or in baskets than you left. Nothing was changed.'
          : undefined;
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (wrong === undefined || below) void change({ ticketTypeId: stock.ticketTypeId, capacity });
  };
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <NumberField
        label="How many there are in all"
        why="Sold ones included. More of them: the line is told, and a sold-out sale goes on. Fewer: only free ones go."
        value={typed}
        onChange={setTyped}
        error={wrong}
      />
      {effect && 'effect' in effect && <p role="status">{effect.effect}</p>}
      {!below && <RefusalNote error={error} />}
      <div className="row row-end">
        <Button
          type="submit"
          loading={busy}
          disabled={capacity === null || capacity === stock.capacity || (effect !== null && 'wrong' in effect)}
        >
          Change it now
        </Button>
      </div>
    </form>
  );
}

function SeatsForm(props: FormProps) {
  const [to, setTo] = useState<SeatTarget>('blocked');
  const [text, setText] = useState('');
  const [touched, setTouched] = useState(false);
  const { error, busy, change } = useStockChange(props);
  const typed = seatsTyped(text);
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setTouched(true);
    if ('ids' in typed) void change({ seatIds: typed.ids, to });
  };
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <ChoiceField
        label="What becomes of the seats"
        value={to}
        onChange={setTo}
        options={(['blocked', 'withdrawn', 'free'] as const).map((value) => ({ value, ...seatWords[value] }))}
      />
      <AreaField
        label="Seats"
        why="By their ids, such as A-1-12: section, row, seat. All of them or none; sold ones and those in baskets refuse it."
        spellCheck={false}
        value={text}
        onChange={setText}
        error={touched && 'wrong' in typed ? typed.wrong : undefined}
      />
      <RefusalNote error={error} />
      <div className="row row-end">
        <Button type="submit" loading={busy} {...(to === 'withdrawn' ? { color: 'bad' } : {})}>
          {seatWords[to].action('ids' in typed ? typed.ids.length : 0)}
        </Button>
      </div>
    </form>
  );
}
