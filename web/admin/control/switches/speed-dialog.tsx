import { Button } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { LiveShape } from '../../../../src/contract/live/live-shapes.js';
import type { SalePolicyAnswer, StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import { stageCounts } from '../../../../src/contract/live/stage-counts.js';
import { call } from '../../net/api.js';
import type { LivePoint } from '../../net/live-history.js';
import { MOST, wholeOf } from '../../sales/setup/sale-draft.js';
import { Dialog, DialogActions } from '../../ui/dialog.jsx';
import { useAction } from '../../ui/use-action.js';
import { NumberField } from '../../ui/fields.jsx';
import { RefusalNote } from '../../ui/refusal.jsx';
import { forecastOf, type Pace } from '../figures/forecast.js';
import { count, forecastWords, people } from '../figures/words.js';

interface Props {
  sale: StaffSaleShape;
  live: LiveShape;
  history: readonly LivePoint[];
  onClose: () => void;
  onChanged: () => void;
}

const errorOf = (typed: string, most: number): string | undefined =>
  wholeOf(typed, most) === null ? `A whole number from 1 to ${count(most)}.` : undefined;

/** Changes the pace: maximum inside, admissions per minute and lane weights, with their effect. */
export function SpeedDialog({ sale, live, history, onClose, onChanged }: Props) {
  // the version shown to this member: a concurrent change by somebody else is a conflict
  const [seen] = useState({ version: sale.policyVersion, lanes: sale.lanes, ...sale.policy });
  const [cap, setCap] = useState(String(seen.cap));
  const [perMinute, setPerMinute] = useState(String(seen.perMinute));
  const [weights, setWeights] = useState(() => new Map(seen.lanes.map(({ key, weight }) => [key, String(weight)])));
  const { busy, error, run } = useAction();
  const wanted = { cap: wholeOf(cap, MOST.pace), perMinute: wholeOf(perMinute, MOST.pace) };
  const lanes = seen.lanes.map(({ key }) => ({ key, weight: wholeOf(weights.get(key) ?? '', MOST.laneWeight) }));
  const valid = wanted.cap !== null && wanted.perMinute !== null && lanes.every(({ weight }) => weight !== null);
  const reweighed = lanes.some(({ weight }, index) => weight !== seen.lanes[index]?.weight);
  const same = wanted.cap === seen.cap && wanted.perMinute === seen.perMinute && !reweighed;

  const save = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    await run(async () => {
      const body = { ...wanted, version: seen.version, ...(reweighed ? { lanes } : {}) };
      await call<SalePolicyAnswer>('PUT', `sales/${sale.id}/policy`, body);
      onChanged();
      onClose();
    });
  };
  return (
    <Dialog onClose={onClose} title="Cap and speed" closeLabel="Close without changing">
      <form className="stack" onSubmit={(event) => void save(event)} noValidate>
        <NumberField
          label="Let in a minute, at most"
          value={perMinute}
          onChange={setPerMinute}
          error={errorOf(perMinute, MOST.pace)}
          autoFocus
        />
        <NumberField
          label="Inside at once, at most"
          why="Called and shopping together. A lower cap sends nobody out: it fills down as people leave."
          value={cap}
          onChange={setCap}
          error={errorOf(cap, MOST.pace)}
        />
        {seen.lanes.length > 1 && (
          <div className="field-row" role="group" aria-label="Weights of the lanes">
            {seen.lanes.map(({ key, label }) => (
              <NumberField
                key={key}
                label={`Weight of ${label}`}
                value={weights.get(key) ?? ''}
                onChange={(weight) => setWeights(new Map(weights).set(key, weight))}
                error={errorOf(weights.get(key) ?? '', MOST.laneWeight)}
              />
            ))}
          </div>
        )}
        {wanted.cap !== null && wanted.perMinute !== null && (
          <Effect {...{ sale, live, history, seen }} wanted={{ cap: wanted.cap, perMinute: wanted.perMinute }} />
        )}
        <RefusalNote error={error} />
        <DialogActions onClose={onClose}>
          <Button type="submit" disabled={!valid || same} loading={busy}>
            Change it now
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

type EffectProps = Pick<Props, 'sale' | 'live' | 'history'> & { seen: Pace; wanted: Pace };

function Effect({ sale, live, history, seen, wanted }: EffectProps) {
  const { waiting, called } = stageCounts(live);
  const inside = live.active + called;
  const wordsOf = (pace: Pace): string =>
    forecastWords(forecastOf(live, history, pace), {
      nowMs: Date.parse(live.at),
      timeZone: sale.show.timeZone,
      served: null,
    });
  const [next, now] = [wordsOf(wanted), wordsOf(seen)];
  return (
    <div className="preview" role="status">
      <p>
        {people(waiting)} wait: <strong>{next}</strong>
        {next !== now && <span className="muted"> instead of {now}</span>}.
      </p>
      {wanted.cap < inside && <p>{count(inside - wanted.cap)} must leave before the next come in.</p>}
    </div>
  );
}
