import type { LiveShape } from '../../../src/contract/shapes.js';
import type { LivePoint } from '../net/live-history.js';
import { Chart } from './chart.jsx';
import { Figure } from './figure.jsx';
import { stageCounts } from '../../../src/contract/stage-counts.js';
import { forecastOf } from './forecast.js';
import { count, forecastWords, reasonWords } from './words.js';

const series = [
  { pick: (point: LivePoint) => point.perMinute, tone: 'brass' as const },
  { pick: (point: LivePoint) => point.target, tone: 'muted' as const, dashed: true },
];

interface Props {
  live: LiveShape;
  history: readonly LivePoint[];
  timeZone: string;
}

/** Shows the current admission rate, the target, and why they differ. */
export function AdmissionCard({ live, history, timeZone }: Props) {
  const { waiting } = stageCounts(live);
  const [lane, ...others] = Object.values(live.lanes);
  const served = others.length === 0 ? (lane?.serving ?? null) : null;
  return (
    <section className="card admission" aria-label="Admission">
      <h2>Admission</h2>
      <p className="reason">{reasonWords(live.reason, waiting)}</p>
      <div className="figures">
        <Figure
          label="Let in a minute"
          help="Admissions that began lately, as so many a minute: an average over about twenty seconds."
        >
          <span className="mid brass">{count(live.admittedPerMinute)}</span>
        </Figure>
        <Figure
          label="Target"
          help="How many a minute the policy lets in right now. It is at most the speed that you set."
        >
          <span className="mid">{count(live.target.perMinute)}</span>
        </Figure>
        <Figure
          label="The line"
          help="When it is empty or the tickets are gone, whichever comes first: from the target, or from what is measured while the shop is full, and from the tickets sold in the last five minutes. Absent fans are passed over, so it is often quicker."
        >
          <span className="mid">
            {forecastWords(forecastOf(live, history), { nowMs: Date.parse(live.at), timeZone, served })}
          </span>
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
