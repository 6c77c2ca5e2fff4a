import { stageCounts } from '../../../src/contract/stage-counts.js';
import type { LivePoint } from '../net/live-history.js';
import { Chart } from './chart.jsx';
import type { Reading } from './figure-catalogue.js';
import { Figure } from './figure.jsx';
import { reasonWords } from './words.js';

const series = [
  { pick: (point: LivePoint) => point.perMinute, tone: 'brass' as const },
  { pick: (point: LivePoint) => point.target, tone: 'muted' as const, dashed: true },
];

/** Shows the current admission rate, the target, and why they differ. */
export function AdmissionCard({ reading }: { reading: Reading }) {
  const { live, history } = reading;
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
      <Chart label="Admissions a minute, averaged over 20 s" history={history} series={series} height={150} />
      <p className="small muted legend">
        <span className="key key-brass" aria-hidden="true" /> let in, averaged over 20 s{' '}
        <span className="key key-dashed" aria-hidden="true" /> target
      </p>
    </section>
  );
}
