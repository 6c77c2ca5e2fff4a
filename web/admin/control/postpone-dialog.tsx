import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { LiveShape } from '../../../src/contract/shapes.js';
import type { StaffSaleShape } from '../../../src/contract/staff-shapes.js';
import { stageCounts } from '../../../src/contract/stage-counts.js';
import { cityOfZone, formatDayAndTime, ownZone } from '../../shared/format/time.js';
import { call } from '../net/api.js';
import { localInput } from '../sales/sale-draft.js';
import { RefusalNote } from '../ui/refusal.jsx';
import { people } from './words.js';

interface Props {
  sale: StaffSaleShape;
  live: LiveShape;
  onClose: () => void;
  onChanged: (sale: StaffSaleShape) => void;
}

/** Another opening time, while the sale has not opened: everybody keeps the place they have. */
export function PostponeDialog({ sale, live, onClose, onChanged }: Props) {
  const [typed, setTyped] = useState(() => localInput(Date.parse(sale.opensAt)));
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const at = Date.parse(typed);
  const isAhead = at > Date.now();
  const same = at === Date.parse(sale.opensAt);
  const { waiting } = stageCounts(live);
  const venue = sale.show.timeZone;
  const save = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      onChanged(await call<StaffSaleShape>('PATCH', `sales/${sale.id}`, { opensAt: new Date(at).toISOString() }));
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
      title="Another opening time"
      closeButtonProps={{ 'aria-label': 'Close without changing' }}
    >
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput
          type="datetime-local"
          label={`Sale opens (${cityOfZone(ownZone())} time)`}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          size="md"
          data-autofocus
        />
        <div className="preview" role="status">
          {Number.isNaN(at) ? (
            <p>Enter a day and a time.</p>
          ) : isAhead ? (
            <>
              <p>
                It opens {formatDayAndTime(at, 'en', venue)} in {cityOfZone(venue)}, where the show is.
              </p>
              <p>{people(waiting)} keep their places and see the new time within a second.</p>
            </>
          ) : (
            <p>That time is past. To open at once, use “Open now”.</p>
          )}
        </div>
        <RefusalNote error={error} />
        <div className="row row-end">
          <Button variant="default" onClick={onClose}>
            Leave it as it is
          </Button>
          <Button type="submit" disabled={!isAhead || same} loading={busy}>
            Change the time
          </Button>
        </div>
      </form>
    </Modal>
  );
}
