import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { CrowdShape, RehearsalShape } from '../../../src/contract/staff/rehearsal-shapes.js';
import { call } from '../net/api.js';
import { NumberField } from '../ui/fields.jsx';
import { RefusalNote } from '../ui/refusal.jsx';
import { crowdBody, type CrowdFields, emptyCrowd, faultsOf } from './crowd-fields.js';

interface Field {
  name: keyof CrowdFields;
  label: string;
  why: string;
}
const fields: readonly Field[] = [
  { name: 'fans', label: 'People who come', why: 'Empty: five for every ticket.' },
  { name: 'beforeOpening', label: 'Here at the opening, %', why: 'Usually about 70.' },
  { name: 'patienceMinutes', label: 'Patience, minutes', why: 'On average; usually about 90.' },
  { name: 'abandon', label: 'Buy nothing, %', why: 'Of those let in; usually about 30.' },
  { name: 'basket', label: 'Tickets of a purchase', why: 'On average; usually 2.' },
  { name: 'farmIdentities', label: 'People behind a ticket farm', why: 'Empty: no farm.' },
  { name: 'farmPlaces', label: 'Places that the farm takes', why: 'All its people together.' },
  { name: 'faultAtMinute', label: 'Payments fail at minute', why: 'For three minutes. Empty: they do not.' },
];

/** Describes the crowd. Empty fields default to what on-sales usually see. */
export function CrowdForm({ saleId, onStarted }: { saleId: string; onStarted: (made: RehearsalShape) => void }) {
  const [typed, setTyped] = useState<CrowdFields>(emptyCrowd);
  const [tried, setTried] = useState(false);
  const faults = faultsOf(typed);
  const start = useMutation({
    mutationFn: (crowd: Partial<CrowdShape>) => call<RehearsalShape>('POST', `sales/${saleId}/rehearsal`, crowd),
    onSuccess: onStarted,
  });
  return (
    <form
      className="card stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (Object.keys(faults).length === 0) start.mutate(crowdBody(typed));
      }}
    >
      <h2>The crowd</h2>
      <div className="field-row">
        {fields.map(({ name, label, why }) => (
          <NumberField
            key={name}
            label={label}
            why={why}
            value={typed[name]}
            onChange={(value) => setTyped({ ...typed, [name]: value })}
            inputMode="decimal"
            error={tried ? faults[name] : undefined}
          />
        ))}
      </div>
      <RefusalNote error={start.error} />
      <div>
        <Button type="submit" loading={start.isPending}>
          Rehearse the night
        </Button>
      </div>
    </form>
  );
}
