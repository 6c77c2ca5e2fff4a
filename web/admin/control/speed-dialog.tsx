import { Button, Modal, NumberInput } from '@mantine/core';
import { useState } from 'react';
import type { LiveShape } from '../../../src/contract/shapes.js';
import type { SalePolicyAnswer, StaffSaleShape } from '../../../src/contract/staff-shapes.js';
import { call, Refusal } from '../net/api.js';
import { RefusalNote } from '../ui/refusal.jsx';
import { stageCounts } from '../../../src/contract/stage-counts.js';
import { count, drainWords, people } from './words.js';

const MOST = 100_000;

interface Props {
  sale: StaffSaleShape;
  live: LiveShape;
  onClose: () => void;
  onChanged: () => void;
}

/** Slower or faster: how many may be inside at once and how many come in a minute, with what that means for the line. */
export function SpeedDialog({ sale, live, onClose, onChanged }: Props) {
  // the version that this person looked at: a change by somebody else in the meantime is a conflict
  const [seen] = useState({ version: sale.policyVersion, ...sale.policy });
  const [cap, setCap] = useState<number | string>(seen.cap);
  const [perMinute, setPerMinute] = useState<number | string>(seen.perMinute);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const { waiting, called } = stageCounts(live);
  const valid = [cap, perMinute].every((n) => typeof n === 'number' && Number.isInteger(n) && n >= 1 && n <= MOST);
  const same = cap === seen.cap && perMinute === seen.perMinute;

  const save = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await call<SalePolicyAnswer>('PUT', `sales/${sale.id}/policy`, { cap, perMinute, version: seen.version });
      onChanged();
      onClose();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title="Cap and speed" closeButtonProps={{ 'aria-label': 'Close without changing' }}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <NumberInput
          label="Let in a minute, at most"
          value={perMinute}
          onChange={setPerMinute}
          min={1}
          max={MOST}
          allowDecimal={false}
          thousandSeparator=","
          size="md"
          data-autofocus
        />
        <NumberInput
          label="Inside at once, at most"
          description="Called and shopping together. A lower cap sends nobody out: it fills down as people leave."
          value={cap}
          onChange={setCap}
          min={1}
          max={MOST}
          allowDecimal={false}
          thousandSeparator=","
          size="md"
        />
        {valid && (
          <div className="preview" role="status">
            <p>
              {people(waiting)} wait: <strong>{drainWords(waiting, Number(perMinute))}</strong>
              {drainWords(waiting, Number(perMinute)) !== drainWords(waiting, seen.perMinute) && (
                <span className="muted"> instead of {drainWords(waiting, seen.perMinute)}</span>
              )}
              .
            </p>
            {Number(cap) < live.active + called && (
              <p>{count(live.active + called - Number(cap))} must leave before the next come in.</p>
            )}
          </div>
        )}
        {error instanceof Refusal && error.code === 'VERSION_CONFLICT' ? (
          <p className="note note-bad" role="alert">
            Somebody changed the speed while you looked. Close this, look at what it is now, and decide again.
          </p>
        ) : (
          <RefusalNote error={error} />
        )}
        <div className="row row-end">
          <Button variant="default" onClick={onClose}>
            Leave it as it is
          </Button>
          <Button type="submit" disabled={!valid || same} loading={busy}>
            Change it now
          </Button>
        </div>
      </form>
    </Modal>
  );
}
