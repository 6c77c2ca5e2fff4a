import { Button } from '@mantine/core';
import { useState } from 'react';
import { cityOfZone } from '../../shared/format/time.js';
import { instantsOf, localIn, missingTime } from '../sales/setup/zone-time.js';
import { TextField } from './fields.jsx';

const SOON_MS = 10 * 60_000;

/** Inserts a time that its readers see on their own clocks, or on the venue's. */
export function TimeToken({ timeZone, onAdd }: { timeZone: string; onAdd: (at: number) => void }) {
  const [local, setLocal] = useState(() => localIn(Date.now() + SOON_MS, timeZone));
  const [at] = instantsOf(local, timeZone);
  return (
    <div className="row row-bottom">
      <TextField
        type="datetime-local"
        label={`A time (${cityOfZone(timeZone)})`}
        value={local}
        onChange={setLocal}
        error={at === undefined ? (missingTime(local, timeZone) ?? undefined) : undefined}
        className="grow"
      />
      <Button variant="default" disabled={at === undefined} onClick={() => at !== undefined && onAdd(at)}>
        Add this time
      </Button>
    </div>
  );
}
