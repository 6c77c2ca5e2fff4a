import { useEffect, useRef, useSyncExternalStore } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { LivePoint } from '../net/live-history.js';
import { count } from './words.js';

type Tone = 'velvet' | 'brass' | 'muted';
interface Series {
  pick: (point: LivePoint) => number;
  tone: Tone;
  dashed?: boolean;
}
interface Props {
  label: string;
  history: readonly LivePoint[];
  series: readonly Series[];
  height: number;
  /** Draws a sparkline without axes. */
  bare?: boolean;
}

/** Minimum time span, so that a chart with little data does not jump about. */
const MIN_SECONDS = 120;

/** Line chart of the last minutes. The same information is also given as text. */
export function Chart({ label, history, series, height, bare = false }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const scheme = useScheme();

  useEffect(() => {
    const host = box.current;
    if (!host) return;
    const made = new uPlot(optionsOf(host, series, height, bare), [[], ...series.map(() => [])], host);
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: host.clientWidth, height: host.clientHeight }));
    observer.observe(host);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
    // colours come from CSS tokens, so a scheme change redraws the chart; a chart's series never change
  }, [scheme, height, bare]);

  useEffect(() => {
    const at = history.map((point) => point.at);
    plot.current?.setData([at, ...series.map(({ pick }) => history.map(pick))]);
  }, [history, series, scheme]);

  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing made by a script
    <div
      ref={box}
      className="chart"
      role="img"
      aria-label={`${label}: ${inWords(history, series[0])}`}
      data-height={height}
    />
  );
}

function optionsOf(host: HTMLElement, series: readonly Series[], height: number, bare: boolean): uPlot.Options {
  const colour = (name: string): string => getComputedStyle(host).getPropertyValue(`--${name}`).trim();
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
    cursor: { show: false },
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
          { ...axis, size: 24, incrs: [60, 120, 300, 600], values: (_plot, splits) => splits.map((at) => clock(at)) },
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

const clock = (seconds: number): string =>
  new Date(seconds * 1000).toLocaleTimeString('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

function inWords(history: readonly LivePoint[], first: Series | undefined): string {
  const start = history[0];
  const end = history[history.length - 1];
  if (!first || !start || !end || history.length < 2) return 'just started';
  const minutes = Math.max(1, Math.round((end.at - start.at) / 60));
  const most = Math.max(...history.map(first.pick));
  return `from ${count(first.pick(start))} to ${count(first.pick(end))} in ${minutes} min, at most ${count(most)}`;
}

const dark = matchMedia('(prefers-color-scheme: dark)');
const subscribe = (listener: () => void): (() => void) => {
  dark.addEventListener('change', listener);
  return () => dark.removeEventListener('change', listener);
};
/** Re-renders when the system's colour scheme changes. */
const useScheme = (): boolean => useSyncExternalStore(subscribe, () => dark.matches);
