import { Button } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { PartnerShape } from '../../../../src/contract/partners/partner-shapes.js';
import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import type { ChannelShape } from '../../../../src/contract/stock/stock-shapes.js';
import { cityOfZone } from '../../../shared/format/time.js';
import { count } from '../../control/figures/words.js';
import {
  AreaField,
  CheckField,
  type FieldErrors,
  noErrors,
  NumberField,
  SelectField,
  TextField,
  useFirstError,
} from '../../ui/fields.jsx';
import { RefusalNote } from '../../ui/refusal.jsx';
import { useAction } from '../../ui/use-action.js';
import { channelDraft, channelErrors, type ChannelDraft, emptyChannel, seatIdsIn } from './channels-draft.js';

interface Props {
  sale: StaffSaleShape;
  partners: readonly PartnerShape[];
  /** null: a new channel. */
  channel: ChannelShape | null;
  onSave: (draft: ChannelDraft) => Promise<void>;
  onClose: () => void;
}

export function ChannelForm({ sale, partners, channel, onSave, onClose }: Props) {
  const [draft, setDraft] = useState(() => (channel ? channelDraft(channel, sale) : emptyChannel));
  const [errors, setErrors] = useState<FieldErrors>(noErrors);
  const { busy, error, run, setError } = useAction();
  const form = useFirstError(errors);
  const set = (changes: Partial<ChannelDraft>): void => setDraft((before) => ({ ...before, ...changes }));
  const save = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const wrong = channelErrors(draft, sale);
    setErrors(wrong);
    setError(null);
    if (wrong.size > 0) return;
    await run(async () => {
      await onSave(draft);
    });
  };
  const hasSeats = sale.ticketTypes.some(({ admission }) => admission === 'reserved');
  return (
    <form ref={form} className="stack inset" onSubmit={(event) => void save(event)} noValidate>
      <h3>{channel ? `Change ${channel.label}` : 'New channel'}</h3>
      <div className="field-row">
        <TextField
          label="Name of the channel"
          placeholder="Sponsor"
          maxLength={60}
          autoFocus
          value={draft.label}
          onChange={(label) => set({ label })}
          error={errors.get('label')}
        />
        <SelectField
          label="Partner"
          why="Sells it with a key of its own."
          value={draft.partnerId}
          options={[
            { value: '', label: 'No partner' },
            ...partners.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(partnerId) => set({ partnerId })}
        />
        <TextField
          type="datetime-local"
          label="The rest comes back"
          why={`To the public, on the clocks of ${cityOfZone(sale.show.timeZone)}. Empty: never.`}
          value={draft.returnAt}
          onChange={(returnAt) => set({ returnAt })}
          error={errors.get('returnAt')}
        />
        <NumberField
          label="Or when public is nearly sold"
          why="At this percentage left. Empty: not for that."
          placeholder="10"
          value={draft.returnBelow}
          onChange={(returnBelow) => set({ returnBelow })}
          error={errors.get('returnBelow')}
        />
      </div>
      <div className="field-row">
        {sale.ticketTypes
          .filter(({ admission }) => admission === 'general')
          .map(({ id, name, capacity }) => (
            <NumberField
              key={id}
              label={`How many of ${name}`}
              why={`Of ${count(capacity)}.`}
              placeholder="0"
              value={draft.quantities[id] ?? ''}
              onChange={(value) => set({ quantities: { ...draft.quantities, [id]: value } })}
              error={errors.get(id)}
            />
          ))}
      </div>
      {hasSeats && (
        <AreaField
          label="Seats"
          why={`Ids such as A-1-12, at most 2,000. ${count(seatIdsIn(draft.seats).length)} named. A seat that is left out is public again.`}
          spellCheck={false}
          value={draft.seats}
          onChange={(seats) => set({ seats })}
        />
      )}
      {sale.lanes.length > 1 && (
        <fieldset className="field">
          <legend>Lanes that may buy it</legend>
          <div className="check-grid">
            {sale.lanes.map(({ key, label }) => (
              <CheckField
                key={key}
                label={label}
                checked={draft.lanes.includes(key)}
                onChange={(checked) =>
                  set({ lanes: checked ? [...draft.lanes, key] : draft.lanes.filter((one) => one !== key) })
                }
              />
            ))}
          </div>
        </fieldset>
      )}
      <RefusalNote error={error} />
      <div className="row row-end">
        <Button variant="default" onClick={onClose}>
          Leave it as it is
        </Button>
        <Button type="submit" loading={busy}>
          {channel ? 'Change it now' : 'Set it aside'}
        </Button>
      </div>
    </form>
  );
}
