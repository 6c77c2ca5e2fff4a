import type { LiveShape } from '../../../src/contract/shapes.js';
import type { LivePoint } from '../net/live-history.js';
import { Chart } from './chart.jsx';
import { Figure } from './figure.jsx';
import { peoplePresent, type StageCounts, stageCounts } from '../../../src/contract/stage-counts.js';
import { count } from './words.js';

interface Stage {
  key: keyof StageCounts;
  label: string;
  help: string;
  sub: (live: LiveShape) => string;
}

const stages: readonly Stage[] = [
  {
    key: 'waiting',
    label: 'Waiting',
    help: 'Places in line that were not called yet, whether their fans are here at this moment or not.',
    sub: (live) => `${count(peoplePresent(live))} here now`,
  },
  {
    key: 'called',
    label: 'Called',
    help: 'It is their turn and they have not come in yet. Who does not come in time is passed over; the place is kept for a while.',
    sub: () => 'coming in',
  },
  {
    key: 'shopping',
    label: 'Shopping',
    help: 'Inside, choosing tickets or filling in the form. The cap limits how many may be inside at once.',
    sub: (live) => `${count(live.active)} inside, cap ${count(live.target.cap)}`,
  },
  {
    key: 'paying',
    label: 'Paying',
    help: 'Orders whose payment is under way. Their tickets are set aside.',
    sub: (live) => `${count(live.orders.authorized)} confirmed`,
  },
  {
    key: 'paid',
    label: 'Paid',
    help: 'Orders that are paid and have their tickets.',
    sub: (live) =>
      live.orders.attention > 0 ? `${count(live.orders.attention)} need a person` : 'none needs a person',
  },
];

/** The crowd along the rope: how many stand at each stage, and how that went over the last minutes. */
export function StageLine({ live, history }: { live: LiveShape; history: readonly LivePoint[] }) {
  const counts = stageCounts(live);
  return (
    <ol className="line card" aria-label="The line, from waiting to paid">
      {stages.map(({ key, label, help, sub }) => (
        <li key={key} className={`stage stage-${key}`}>
          <span className="stage-rope" aria-hidden="true" />
          <Figure label={label} help={help} className="stage-figure">
            <span className="big">{count(counts[key])}</span>
            <span className="small muted">{sub(live)}</span>
          </Figure>
          <Chart
            label={`${label}, last minutes`}
            history={history}
            series={[{ pick: (point) => point[key], tone: 'velvet' }]}
            height={56}
            bare
          />
        </li>
      ))}
    </ol>
  );
}
