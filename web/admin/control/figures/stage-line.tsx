import type { StageCounts } from '../../../../src/contract/live/stage-counts.js';
import type { LivePoint } from '../../net/live-history.js';
import { Chart } from './chart.jsx';
import type { ChartMark } from './chart-marks.js';
import { controlFigures, type ControlFigureKey, phrase, type Reading } from './figure-catalogue.js';
import { Figure } from './figure.jsx';

/** What stands below the number of each stage. */
const stages: readonly { key: keyof StageCounts & ControlFigureKey; sub: (reading: Reading) => string[] }[] = [
  { key: 'waiting', sub: (reading) => [...phrase('hereNow', reading), ...phrase('joining', reading)] },
  { key: 'called', sub: () => ['coming in'] },
  {
    key: 'shopping',
    sub: (reading) => [
      ...phrase('inside', reading).map(
        (inside) => `${inside}, ${controlFigures.cap.label} ${controlFigures.cap.text(reading) ?? '–'}`,
      ),
      ...phrase('ordering', reading),
    ],
  },
  { key: 'paying', sub: (reading) => [...phrase('confirmed', reading), ...phrase('givenUp', reading)] },
  {
    key: 'paid',
    sub: (reading) => {
      const share = phrase('paidShare', reading);
      return [...(share.length === 0 ? ['no order ended yet'] : share), ...phrase('paidRate', reading)];
    },
  },
];

/** Constant, so that a new point does not make the charts anew. */
const series = Object.fromEntries(
  stages.map(({ key }) => [key, [{ pick: (point: LivePoint) => point[key], tone: 'velvet' as const }]]),
) as Record<keyof StageCounts, { pick: (point: LivePoint) => number | null; tone: 'velvet' }[]>;

/** The crowd along the rope: how many are at each stage, with the trend of the last minutes. */
export function StageLine({ reading, marks }: { reading: Reading; marks: readonly ChartMark[] }) {
  return (
    <ol className="line card" aria-label="The line, from waiting to paid">
      {stages.map(({ key, sub }) => (
        <li key={key} className={`stage stage-${key}`}>
          <span className="stage-rope" aria-hidden="true" />
          <Figure
            of={key}
            reading={reading}
            className="stage-figure"
            sub={<span className="small muted">{sub(reading).join(' · ')}</span>}
          >
            {(text) => (
              <div className="stage-value">
                <span className="big">{text}</span>
                <Chart
                  label={`${controlFigures[key].label}, last minutes`}
                  history={reading.history}
                  series={series[key]}
                  marks={marks}
                  timeZone={reading.timeZone}
                  height={44}
                  bare
                />
              </div>
            )}
          </Figure>
        </li>
      ))}
    </ol>
  );
}
