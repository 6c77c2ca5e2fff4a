import type { RehearsalResultShape } from '../../../src/contract/staff/rehearsal-shapes.js';
import { count, reasonWords } from '../control/figures/words.js';
import { StepChart } from '../ui/step-chart.jsx';

const percent = (share: number): string => `${Math.round(share * 100)} %`;
const minutes = (value: number): string => `${value} min`;

/** Shows the simulation's outcome and the recommended settings. */
export function RehearsalResult({ result }: { result: RehearsalResultShape }) {
  const { recommended, waitMinutes, farm, timeline } = result;
  const figures: [string, string][] = [
    [
      'Sold out after',
      result.soldOutAtMinute === null ? `not sold out (${minutes(result.minutes)})` : minutes(result.soldOutAtMinute),
    ],
    ['Tickets sold', `${count(result.sold)} of ${count(result.capacity)}`],
    ['Let in', count(result.admitted)],
    ['Never called', count(result.neverCalled)],
    ['Hopeless from position', result.hopelessFrom === null ? 'nobody waited in vain' : count(result.hopelessFrom)],
    ['Wait, half of those called', waitMinutes === null ? '–' : `up to ${minutes(waitMinutes.p50)}`],
    ['Wait, nine of ten', waitMinutes === null ? '–' : `up to ${minutes(waitMinutes.p90)}`],
    ['Most inside at once', count(result.peakInside)],
    ['Most purchases in a minute', count(result.peakPurchasesPerMinute)],
  ];
  if (result.seats)
    figures.push([
      'Groups that sit together',
      `${percent(result.seats.together + result.seats.leftSingle)} of ${count(result.seats.groups)}; ${percent(result.seats.leftSingle)} left a single seat behind`,
    ]);
  if (farm !== null)
    figures.push([
      'The farm’s share of those let in',
      `${percent(farm.share)}; as many people would have ${percent(farm.fairShare)}`,
    ]);
  const last = timeline.at(-1)?.minute ?? 0;
  const chart = (label: string, pick: (row: (typeof timeline)[number]) => number) => (
    <StepChart
      label={label}
      points={timeline.map((row) => ({ x: row.minute, y: pick(row) }))}
      from="opening"
      to={`minute ${last}`}
      most={`at most ${count(Math.max(0, ...timeline.map(pick)))}`}
    />
  );
  return (
    <div className="stack">
      <section className="note" aria-labelledby="recommended">
        <div className="stack">
          <h2 id="recommended">Recommended</h2>
          <p>
            Let in <span className="strong">{count(recommended.perMinute)} a minute</span>, at most{' '}
            <span className="strong">{count(recommended.cap)} inside</span>. Payments: {recommended.purchasesPerSecond}{' '}
            purchases a second. {recommended.nodes === 1 ? 'One node is' : `${recommended.nodes} nodes are`} enough for
            the line
            {recommended.nodeHours !== undefined && `: about ${count(recommended.nodeHours)} node hours to pay for`}.
          </p>
          <ul className="small">
            {recommended.why.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      </section>
      <dl className="facts">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className="pair">
        {chart('Waiting', (row) => row.waiting)}
        {chart('Tickets sold', (row) => row.sold)}
      </div>
      <section aria-labelledby="limits">
        <h2 id="limits">What held people back</h2>
        <ul className="lines">
          {result.limits.slice(0, 5).map(({ reason, share }) => (
            <li key={reason}>
              <span className="strong">{share < 0.005 ? 'under 1 %' : percent(share)}</span> {reasonWords(reason, 1)}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
