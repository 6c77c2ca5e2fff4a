import { useEffect, useRef, useSyncExternalStore } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { formatTimeOfDay } from '../../../shared/format/time.js';
import type { LivePoint } from '../../net/live-history.js';
import { withGaps } from './chart-gaps.js';
import { type ChartMark, marksInWords } from './chart-marks.js';
import { count } from './words.js';

type Tone = 'velvet' | 'brass' | 'muted';
interface Series {
  /** null leaves a gap: it was not known. */
  pick: (point: LivePoint) => number | null;
  tone: Tone;
  dashed?: boolean;
}
interface Props {
  label: string;
  history: readonly LivePoint[];
  series: readonly Series[];
  marks: readonly ChartMark[];
  /** The venue's, whose clocks the room shows. */
  timeZone: string;
  height: number;
  /** Draws a sparkline without axes; its scale is the highest value, in words. */
  bare?: boolean;
  /** Receives the time under the pointer, in Unix seconds; null when it left. */
  onRead?: (at: number | null) => void;
}
type Look = Pick<Props, 'series' | 'height' | 'timeZone'> & { bare: boolean };

/** Minimum time span, so that a chart with little data does not jump about. */
const MIN_SECONDS = 120;

/** Line chart of the last minutes, with a line at each change and each fault. The same is also given as text. */
export function Chart({ label, history, series, marks, timeZone, height, bare = false, onRead }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef({ marks, onRead });
  latest.current = { marks, onRead };
  const scheme = useScheme();

  useEffect(() => {
    const host = box.current;
    if (!host) return;
    const options = optionsOf(host, { series, height, timeZone, bare });
    const hooks: uPlot.Hooks.Arrays = {
      draw: [(drawn) => drawMarks(drawn, latest.current.marks, host)],
      setCursor: [({ cursor: { idx }, data }) => latest.current.onRead?.(data[0][idx ?? -1] ?? null)],
    };
    const made = new uPlot({ ...options, hooks }, [[], ...series.map(() => [])], host);
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: host.clientWidth, height: host.clientHeight }));
    observer.observe(host);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
    // colours come from CSS tokens, so a scheme change redraws the chart; a chart's series never change
  }, [scheme, height, bare, timeZone]);

  useEffect(() => {
    const readings = withGaps(history);
    const at = readings.map((reading) => reading.at);
    plot.current?.setData([at, ...series.map(({ pick }) => readings.map(({ point }) => point && pick(point)))]);
  }, [history, series, marks, scheme, timeZone]);

  const happened = marksInWords(marks);
  return (
    <div className="chart-frame">
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing made by a script */}
      <div
        ref={box}
        className="chart"
        role="img"
        aria-label={`${label}: ${inWords(history, series[0])}${happened && `; ${happened}`}`}
        data-height={height}
      />
      {bare && (
        <span className="chart-most small muted" aria-hidden="true">
          most {count(mostOf(history, series[0]))}
        </span>
      )}
    </div>
  );
}

const colourOf = (host: HTMLElement, name: string): string =>
  getComputedStyle(host).getPropertyValue(`--${name}`).trim();

function drawMarks(plot: uPlot, marks: readonly ChartMark[], host: HTMLElement): void {
  const { ctx, bbox, scales } = plot;
  const { min = null, max = null } = scales['x'] ?? {};
  if (min === null || max === null) return;
  ctx.save();
  ctx.lineWidth = devicePixelRatio;
  for (const { at, kind } of marks.filter((mark) => mark.at >= min && mark.at <= max)) {
    const x = Math.round(plot.valToPos(at, 'x', true));
    ctx.strokeStyle = colourOf(host, kind === 'fault' ? 'bad' : 'muted');
    ctx.setLineDash(kind === 'fault' ? [] : [3 * devicePixelRatio, 3 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}

function optionsOf(host: HTMLElement, { series, height, timeZone, bare }: Look): uPlot.Options {
  const colour = (name: string): string => colourOf(host, name);
  const axis: uPlot.Axis = {
    stroke: colour('muted'),
    font: '12px system-ui',
    grid: { stroke: colour('line'), width: 1 },
    ticks: { show: false },
  };
  return {
    width: host.clientWidth || 300,
    height: host.clientHeight || height,
    legend: { show: false },
    cursor: { show: !bare, y: false, points: { show: false }, drag: { x: false, y: false } },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1_000), timeZone),
    padding: bare ? [4, 2, 2, 2] : [8, 8, 0, 0],
    scales: {
      x: {
        time: true,
        range: (_plot, from, to) => (Number.isFinite(to) ? [Math.min(from, to - MIN_SECONDS), to] : [0, 1]),
      },
      y: { range: (_plot, _from, to) => [0, Math.max(1, (to ?? 1) * 1.1)] },
    },
    axes: bare
      ? [{ show: false }, { show: false }]
      : [
          {
            ...axis,
            size: 24,
            incrs: [60, 120, 300, 600],
            values: (_plot, splits) => splits.map((at) => formatTimeOfDay(at * 1_000, 'en-GB', timeZone)),
          },
          {
            ...axis,
            size: 44,
            space: 30,
            values: (_plot, splits) => splits.map((n) => (Number.isInteger(n) ? count(n) : '')),
          },
        ],
    series: [
      {},
      ...series.map(
        ({ tone, dashed }, index): uPlot.Series => ({
          stroke: colour(tone),
          width: 2,
          points: { show: false },
          ...(dashed ? { dash: [5, 5] } : {}),
          ...(index === 0 ? { fill: colour(`${tone === 'muted' ? 'line' : tone}-tint`) } : {}),
        }),
      ),
    ],
  };
}

function mostOf(history: readonly LivePoint[], first: Series | undefined): number {
  return first ? history.reduce((most, point) => Math.max(most, first.pick(point) ?? 0), 0) : 0;
}

function inWords(history: readonly LivePoint[], first: Series | undefined): string {
  const start = history[0];
  const end = history[history.length - 1];
  if (!first || !start || !end || history.length < 2) return 'just started';
  const minutes = Math.max(1, Math.round((end.at - start.at) / 60));
  return `from ${count(first.pick(start) ?? Number.NaN)} to ${count(first.pick(end) ?? Number.NaN)} in ${minutes} min, at most ${count(mostOf(history, first))}`;
}

const dark = matchMedia('(prefers-color-scheme: dark)');
const subscribe = (listener: () => void): (() => void) => {
  dark.addEventListener('change', listener);
  return () => dark.removeEventListener('change', listener);
};
/** Re-renders when the system's colour scheme changes. */
const useScheme = (): boolean => useSyncExternalStore(subscribe, () => dark.matches);
