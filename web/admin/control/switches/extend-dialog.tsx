import { Button, Modal, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { LiveShape } from '../../../../src/contract/live/live-shapes.js';
import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import { stageCounts } from '../../../../src/contract/live/stage-counts.js';
import { call } from '../../net/api.js';
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
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const { shopping, paying } = stageCounts(live);
  const extend = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      onChanged(await call<StaffSaleShape>('POST', `sales/${sale.id}/extend-deadlines`, { minutes: Number(minutes) }));
      onClose();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title="More time for everybody"
      closeButtonProps={{ 'aria-label': 'Close without changing' }}
    >
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
        <div className="row row-end">
          <Button variant="default" onClick={onClose}>
            Leave it as it is
          </Button>
          <Button loading={busy} onClick={() => void extend()}>
            Give {minutes} minutes more
          </Button>
        </div>
      </div>
    </Modal>
  );
}
