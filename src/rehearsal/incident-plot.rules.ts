import { answersTo, type Answer, type Incident } from './incidents.rules.js';

const SIZE = { width: 720, height: 250, left: 46, right: 12, top: 34, bottom: 62 };
const TOP_RATE = 600;
const STEP_SECONDS = 30;
/** Tops of recorded rates are multiples of it, so that the three lines have whole numbers. */
const RATE_STEP = 60;
/** Narrower bands have no room for their word; it stands in the title of the band. */
const WIDTH_OF_A_LETTER = 6.4;

const STYLE = `text{font:12px system-ui,sans-serif;fill:#221a24}.t{font-size:14px;font-weight:600}.g{stroke:#e4dbd2}.r{fill:none;stroke:#8c1d40;stroke-width:2}.c{fill:none;stroke:#8a6212;stroke-width:1.5;stroke-dasharray:4 3}.b0{fill:#d9ecdf}.b1{fill:#f7e3c4}.b2{fill:#f6d2cd}@media(prefers-color-scheme:dark){text{fill:#f4ede6}.g{stroke:#3a3040}.r{stroke:#f08ba6}.c{stroke:#e2b65a}.b0{fill:#24513a}.b1{fill:#5a4420}.b2{fill:#5c2a26}}`;
const calm = new Set(['AT_RATE', 'RAMPING', 'AT_CAP']);
const stopped = new Set(['STOCK_GONE', 'PAYMENTS_DOWN']);

interface Band {
  reason: string;
  from: number;
  to: number;
  stands: boolean;
}

/** One second of a sale that was watched while something broke. */
export interface CurvePoint {
  /** Since the sale was published. */
  second: number;
  /** What the policy wanted, and what happened. */
  perMinute: number;
  letIn: number;
  cap: number;
  reason: string;
  /** Fans with a socket, and those who took a place so far. */
  connected: number;
  arrivals: number;
  sold: number;
}
/** What `npm run load -- --record` and the drills write: docs/curves. */
export interface RecordedCurve {
  title: string;
  opensAtSecond: number;
  /** null: nothing was broken. */
  struckAtSecond: number | null;
  points: readonly CurvePoint[];
}
interface Picture {
  title: string;
  seconds: number;
  topRate: number;
  /** Solid and dashed. */
  solid: readonly (readonly [second: number, rate: number])[];
  dashed: readonly (readonly [second: number, rate: number])[];
  answers: readonly Pick<Answer, 'second' | 'reason' | 'perMinute'>[];
  struckAtSecond: number | null;
}

/** Draws the policy's answers to one incident: rate and cap over time, with the reason that the control room shows. */
export function plotOf(incident: Incident): string {
  const answers = answersTo(incident);
  return draw({
    ...{ title: incident.title, seconds: incident.seconds, topRate: TOP_RATE, answers, struckAtSecond: null },
    solid: answers.map(({ second, perMinute }) => [second, perMinute]),
    dashed: answers.map(({ second, cap }) => [second, cap]),
  });
}

/** Draws a recorded run: the rate that the policy wanted (solid), and how many were let in (dashed). */
export function plotOfRecording({ title, struckAtSecond, points }: RecordedCurve): string {
  const rates = points.flatMap(({ perMinute, letIn }) => [perMinute, letIn]);
  return draw({
    ...{ title, struckAtSecond, answers: points, seconds: Math.max(STEP_SECONDS, points.at(-1)?.second ?? 0) },
    topRate: Math.max(RATE_STEP, Math.ceil(Math.max(0, ...rates) / RATE_STEP) * RATE_STEP),
    solid: points.map(({ second, perMinute }) => [second, perMinute]),
    dashed: points.map(({ second, letIn }) => [second, letIn]),
  });
}

function draw({ title, seconds, topRate, solid, dashed, answers, struckAtSecond }: Picture): string {
  const { width, height, left, right, top, bottom } = SIZE;
  const floor = height - bottom;
  const x = (second: number): number => left + ((width - left - right) * second) / seconds;
  const y = (rate: number): number => floor - ((floor - top) * rate) / topRate;
  const line = (of: Picture['solid']): string =>
    of.map(([second, rate]) => `${round(x(second))},${round(y(rate))}`).join(' ');
  const steps = Array.from({ length: Math.floor(seconds / STEP_SECONDS) + 1 }, (_, n) => n * STEP_SECONDS);
  const struck = struckAtSecond === null ? [] : [round(x(struckAtSecond))];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">`,
    `<style>${STYLE}</style>`,
    `<text class="t" x="${left}" y="20">${title}</text>`,
    ...[0, 1, 2, 3]
      .map((part) => (topRate * part) / 3)
      .map(
        (rate) =>
          `<line class="g" x1="${left}" x2="${width - right}" y1="${round(y(rate))}" y2="${round(y(rate))}"/><text x="${left - 6}" y="${round(y(rate) + 4)}" text-anchor="end">${rate}</text>`,
      ),
    ...steps.map((second) => `<text x="${round(x(second))}" y="${floor + 16}" text-anchor="middle">${second} s</text>`),
    ...struck.map((at) => `<line class="r" x1="${at}" x2="${at}" y1="${top}" y2="${floor}" stroke-dasharray="1 5"/>`),
    `<polyline class="c" points="${line(dashed)}"/>`,
    `<polyline class="r" points="${line(solid)}"/>`,
    ...bandsOf(answers).map((band) => bandOf(band, x, floor + 24)),
    '</svg>',
    '',
  ].join('\n');
}

function bandsOf(answers: Picture['answers']): Band[] {
  const bands: Band[] = [];
  for (const { second, reason, perMinute } of answers) {
    const last = bands.at(-1);
    const stands = perMinute === 0 || stopped.has(reason);
    if (last?.reason === reason && last.stands === stands) last.to = second;
    else {
      if (last) last.to = second;
      bands.push({ reason, from: second, to: second, stands });
    }
  }
  return bands.filter(({ from, to }) => to > from);
}

function bandOf({ reason, from, to, stands }: Band, x: (second: number) => number, y: number): string {
  const [left, wide] = [x(from), x(to) - x(from)];
  const tone = stands ? 'b2' : calm.has(reason) ? 'b0' : 'b1';
  const word =
    reason.length * WIDTH_OF_A_LETTER + 8 < wide
      ? `<text x="${round(left + 4)}" y="${y + 16}" font-size="10">${reason}</text>`
      : '';
  return `<g><title>${reason}, ${from} s to ${to} s</title><rect class="${tone}" x="${round(left)}" y="${y}" width="${round(wide)}" height="24"/>${word}</g>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
