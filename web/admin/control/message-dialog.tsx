import { Button, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { LiveShape } from '../../../src/contract/shapes.js';
import type { StaffSaleShape } from '../../../src/contract/staff-shapes.js';
import { call } from '../net/api.js';
import { RefusalNote } from '../ui/refusal.jsx';
import { stageCounts } from '../../../src/contract/stage-counts.js';
import { people } from './words.js';

const MOST_CHARACTERS = 500;

interface Props {
  sale: StaffSaleShape;
  live: LiveShape;
  onClose: () => void;
  onChanged: (sale: StaffSaleShape) => void;
}

/** Words of the promoter to everybody in line. */
export function MessageDialog({ sale, live, onClose, onChanged }: Props) {
  const [text, setText] = useState(sale.notice?.text ?? '');
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const { waiting, called } = stageCounts(live);
  const oneLine = text.replace(/\s+/g, ' ').trim();

  const send = async (wanted: string | null): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      onChanged(await call<StaffSaleShape>('POST', `sales/${sale.id}/notice`, { text: wanted }));
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
      title="Message to the line"
      closeButtonProps={{ 'aria-label': 'Close without sending' }}
    >
      <div className="stack">
        <Textarea
          label="What fans read"
          description="Short and calm. Say what happened, that their place is safe, and what comes next."
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          maxLength={MOST_CHARACTERS}
          rows={4}
          size="md"
          data-autofocus
        />
        <p className="muted">
          {people(waiting + called)} in line see it within seconds, and everybody who joins later.
        </p>
        <RefusalNote error={error} />
        <div className="row row-end">
          {sale.notice && (
            <Button variant="subtle" color="bad" loading={busy} onClick={() => void send(null)}>
              Take it away
            </Button>
          )}
          <Button
            disabled={oneLine === '' || oneLine === sale.notice?.text}
            loading={busy}
            onClick={() => void send(oneLine)}
          >
            Send to {people(waiting + called)}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
