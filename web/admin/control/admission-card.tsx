import { useState } from 'react';
import { stageCounts } from '../../../src/contract/live/stage-counts.js';
import { formatTimeOfDay } from '../../shared/format/time.js';
import type { LivePoint } from '../net/live-history.js';
import { Chart } from './figures/chart.jsx';
import { type ChartMark, marksNear } from './figures/chart-marks.js';
import type { Reading } from './figures/figure-catalogue.js';
import { Figure } from './figures/figure.jsx';
import { count, reasonWords } from './figures/words.js';

const series = [
  { pick: (point: LivePoint) => point.perMinute, tone: 'brass' as const },
  { pick: (point: LivePoint) => point.target, tone: 'muted' as const, dashed: true },
];

const legend = [
  ['brass', 'let in, averaged over 20 s'],
  ['dashed', 'target'],
  ['change', 'change'],
  ['fault', 'fault'],
] as const;

/** How near to the pointer a mark is read out. */
const NEAR_SECONDS = 15;

/** Shows the current admission rate, the target, and why they differ. */
export function AdmissionCard({ reading, marks }: { reading: Reading; marks: readonly ChartMark[] }) {
  const { live, history, timeZone } = reading;
  const [readAt, setReadAt] = useState<number | null>(null);
  const read = readAt === null ? undefined : history.find(({ at }) => at === readAt);
  return (
    <section className="card admission" aria-label="Admission">
      <h2>Admission</h2>
      <p className="reason">{reasonWords(live.reason, stageCounts(live).waiting)}</p>
      <div className="figures">
        <Figure of="letIn" reading={reading}>
          {(text) => <span className="mid brass">{text}</span>}
        </Figure>
        <Figure of="target" reading={reading}>
          {(text) => <span className="mid">{text}</span>}
        </Figure>
        <Figure of="theLine" reading={reading}>
          {(text) => <span className="mid">{text}</span>}
        </Figure>
      </div>
      <Chart
        label="Admissions a minute, averaged over 20 s"
        {...{ history, series, marks, timeZone }}
        height={150}
        onRead={setReadAt}
      />
      {read ? (
        <p className="small muted chart-legend">{readingWords(read, marks, timeZone)}</p>
      ) : (
        <p className="small muted chart-legend">
          {legend.map(([key, words]) => (
            <span key={key}>
              <span className={`key key-${key}`} aria-hidden="true" /> {words}
            </span>
          ))}
        </p>
      )}
    </section>
  );
}

/** "20:14: 43 a minute let in, target 60 · Ann paused the sale". */
function readingWords({ at, perMinute, target }: LivePoint, marks: readonly ChartMark[], timeZone: string): string {
  const whole = (rate: number | null): string => count(Math.round(rate ?? Number.NaN));
  const time = formatTimeOfDay(at * 1_000, 'en-GB', timeZone);
  const figures = `${time}: ${whole(perMinute)} a minute let in, target ${whole(target)}`;
  return [figures, ...marksNear(marks, at, NEAR_SECONDS).map(({ words }) => words)].join(' · ');
}
