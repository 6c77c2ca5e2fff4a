import { conversionOf } from '../../../src/contract/conversion.js';
import type { LiveShape } from '../../../src/contract/shapes.js';
import type { LivePoint } from '../net/live-history.js';
import { Chart } from './chart.jsx';
import { Figure } from './figure.jsx';
import { peoplePresent, type StageCounts, stageCounts } from '../../../src/contract/stage-counts.js';
import { perMinute } from './rates.js';
import { count } from './words.js';

interface Stage {
  key: keyof StageCounts;
  label: string;
  help: string;
  sub: (live: LiveShape, history: readonly LivePoint[]) => string;
}

const stages: readonly Stage[] = [
  {
    key: 'waiting',
    label: 'Waiting',
    help: 'Places in line that were not called yet, whether their fans are here at this moment or not.',
    sub: (live, history) =>
      `${count(peoplePresent(live))} here now${rate(
        perMinute(history, ({ arrivals }) => arrivals),
        'join a minute',
      )}`,
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
    help: 'Inside, choosing tickets or filling in the form. The cap limits how many may be inside at once. The share: of those called or passed over, how many began an order.',
    sub: (live) => {
      const { ordered } = conversionOf(servedOf(live), live.orders.paid, live.flow);
      const inside = `${count(live.active)} inside, cap ${count(live.target.cap)}`;
      return ordered === null ? inside : `${inside} · ${wholePercent(ordered)} order`;
    },
  },
  {
    key: 'paying',
    label: 'Paying',
    help: 'Orders whose payment is under way. Their tickets are set aside. Given up: orders that ended unpaid in the last minute.',
    sub: (live, history) =>
      `${count(live.orders.authorized)} confirmed${rate(
        perMinute(history, ({ abandoned }) => abandoned),
        'given up a minute',
      )}`,
  },
  {
    key: 'paid',
    label: 'Paid',
    help: 'Orders that are paid and have their tickets. The share is of all orders that ended, paid or not.',
    sub: (live, history) => {
      const { paid } = conversionOf(servedOf(live), live.orders.paid, live.flow);
      const share = paid === null ? 'no order ended yet' : `${wholePercent(paid)} of orders`;
      return `${share}${rate(
        perMinute(history, (point) => point.paid),
        'a minute',
      )}`;
    },
  },
];

const wholePercent = (share: number): string => `${Math.round(share * 100)} %`;
const rate = (value: number | null, words: string): string => (value === null ? '' : ` · ${count(value)} ${words}`);
const servedOf = (live: LiveShape): number => Object.values(live.lanes).reduce((sum, { serving }) => sum + serving, 0);

/** The crowd along the rope: how many are at each stage, with the trend of the last minutes. */
export function StageLine({ live, history }: { live: LiveShape; history: readonly LivePoint[] }) {
  const counts = stageCounts(live);
  return (
    <ol className="line card" aria-label="The line, from waiting to paid">
      {stages.map(({ key, label, help, sub }) => (
        <li key={key} className={`stage stage-${key}`}>
          <span className="stage-rope" aria-hidden="true" />
          <Figure label={label} help={help} className="stage-figure">
            <span className="big">{count(counts[key])}</span>
            <span className="small muted">{sub(live, history)}</span>
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
