import type { LiveShape } from '../../../src/contract/shapes.js';
import type { LivePoint } from '../net/live-history.js';
import { Chart } from './chart.jsx';
import { Figure } from './figure.jsx';
import { stageCounts } from '../../../src/contract/stage-counts.js';
import { count, drainWords, reasonWords } from './words.js';

const series = [
  { pick: (point: LivePoint) => point.perMinute, tone: 'brass' as const },
  { pick: (point: LivePoint) => point.target, tone: 'muted' as const, dashed: true },
];

/** How fast people are let in, how fast they should be, and why it differs. */
export function AdmissionCard({ live, history }: { live: LiveShape; history: readonly LivePoint[] }) {
  const { waiting } = stageCounts(live);
  return (
    <section className="card admission" aria-label="Admission">
      <h2>Admission</h2>
      <p className="reason">{reasonWords(live.reason, waiting)}</p>
      <div className="figures">
        <Figure label="Let in a minute" help="Admissions that began in the last minute.">
          <span className="mid brass">{count(live.admittedPerMinute)}</span>
        </Figure>
        <Figure
          label="Target"
          help="How many a minute the policy lets in right now. It is at most the speed that you set."
        >
          <span className="mid">{count(live.target.perMinute)}</span>
        </Figure>
        <Figure
          label="Line empties in"
          help="Everybody who waits, at the target of this moment. Absent fans are passed over, so it is often quicker."
        >
          <span className="mid">{drainWords(waiting, live.target.perMinute)}</span>
        </Figure>
      </div>
      <Chart label="Let in a minute" history={history} series={series} height={150} />
      <p className="small muted legend">
        <span className="key key-brass" aria-hidden="true" /> let in{' '}
        <span className="key key-dashed" aria-hidden="true" /> target
      </p>
    </section>
  );
}
