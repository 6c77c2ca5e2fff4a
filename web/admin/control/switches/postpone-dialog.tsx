import { Button } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { LiveShape } from '../../../../src/contract/live/live-shapes.js';
import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import { stageCounts } from '../../../../src/contract/live/stage-counts.js';
import { cityOfZone, formatDayAndTime } from '../../../shared/format/time.js';
import { call } from '../../net/api.js';
import { instantsOf, isTwice, localIn, missingTime } from '../../sales/setup/zone-time.js';
import { Dialog, DialogActions } from '../../ui/dialog.jsx';
import { useAction } from '../../ui/use-action.js';
import { TextField } from '../../ui/fields.jsx';
import { RefusalNote } from '../../ui/refusal.jsx';
import { people } from '../figures/words.js';

interface Props {
  sale: StaffSaleShape;
  live: LiveShape;
  onClose: () => void;
  onChanged: (sale: StaffSaleShape) => void;
}

/** Moves an opening that is still ahead; also while the waiting room is paused. */
export function PostponeDialog({ sale, live, onClose, onChanged }: Props) {
  const { timeZone } = sale.show;
  const [opensAt, setOpensAt] = useState(() => localIn(Date.parse(sale.opensAt), timeZone));
  const [version] = useState(sale.version);
  const { busy, error, run } = useAction();
  const { waiting } = stageCounts(live);
  const [at = Number.NaN] = instantsOf(opensAt, timeZone);
  const isAhead = at > Date.now();
  // as the field shows it: an opening that was set by a program may have seconds
  const isMoved = isAhead && opensAt !== localIn(Date.parse(sale.opensAt), timeZone);
  const wrong = Number.isNaN(at)
    ? (missingTime(opensAt, timeZone) ?? 'Enter a day and a time.')
    : isAhead
      ? undefined
      : 'This is past. To open now, use “Open now” or “Resume”.';
  const save = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    await run(async () => {
      const iso = new Date(at).toISOString();
      onChanged(await call<StaffSaleShape>('PATCH', `sales/${sale.id}`, { opensAt: iso, version }));
      onClose();
    });
  };
  return (
    <Dialog onClose={onClose} title="Opening time" closeLabel="Close without changing">
      <form className="stack" onSubmit={(event) => void save(event)}>
        <TextField
          type="datetime-local"
          label={`Sale opens (${cityOfZone(timeZone)} time)`}
          value={opensAt}
          onChange={setOpensAt}
          required
          autoFocus
          error={wrong}
          hint={isTwice(opensAt, timeZone) ? 'The clocks go back that night: the earlier one is meant.' : undefined}
        />
        {isMoved && (
          <p className="preview" role="status">
            It opens {formatDayAndTime(at, 'en-GB', timeZone)} ({cityOfZone(timeZone)}), not{' '}
            {formatDayAndTime(sale.opensAt, 'en-GB', timeZone)}. {people(waiting)} in line: nobody loses a place, and
            all see the new time within seconds. Nothing was drawn yet.
          </p>
        )}
        <RefusalNote error={error} />
        <DialogActions onClose={onClose}>
          <Button type="submit" disabled={!isMoved} loading={busy}>
            Open at the new time
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
