import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { LiveShape } from '../../../../src/contract/live/live-shapes.js';
import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import { stageCounts } from '../../../../src/contract/live/stage-counts.js';
import { call } from '../../net/api.js';
import { Dialog, DialogActions } from '../../ui/dialog.jsx';
import { useAction } from '../../ui/use-action.js';
import { RefusalNote } from '../../ui/refusal.jsx';
import { people } from '../figures/words.js';

const CHOICES = ['2', '5', '10', '30'];

interface Props {
  sale: StaffSaleShape;
  live: LiveShape;
  onClose: () => void;
  onChanged: (sale: StaffSaleShape) => void;
}

/** Extends the deadlines of all who shop, hold or pay, after a failure that was not theirs. */
export function ExtendDialog({ sale, live, onClose, onChanged }: Props) {
  const [minutes, setMinutes] = useState('5');
  const { busy, error, run } = useAction();
  const { shopping, paying } = stageCounts(live);
  const extend = async (): Promise<void> => {
    await run(async () => {
      onChanged(await call<StaffSaleShape>('POST', `sales/${sale.id}/extend-deadlines`, { minutes: Number(minutes) }));
      onClose();
    });
  };
  return (
    <Dialog onClose={onClose} title="More time for everybody" closeLabel="Close without changing">
      <div className="stack">
        <SegmentedControl
          aria-label="Minutes more"
          value={minutes}
          onChange={setMinutes}
          data={CHOICES.map((value) => ({ value, label: `${value} min` }))}
          size="md"
          fullWidth
        />
        <p>
          {people(shopping)} in the shop and {people(paying)} paying: each gets {minutes} minutes more, at once and seen
          on their pages. It cannot be taken back. The line goes on as before.
        </p>
        <RefusalNote error={error} />
        <DialogActions onClose={onClose}>
          <Button loading={busy} onClick={() => void extend()}>
            Give {minutes} minutes more
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
}
