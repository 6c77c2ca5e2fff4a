import { answersTo, type Answer, type Incident } from './incidents.rules.js';

const SIZE = { width: 720, height: 250, left: 46, right: 12, top: 34, bottom: 62 };
const TOP_RATE = 600;
const STEP_SECONDS = 30;
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

/** Draws the policy's answers to one incident: rate and cap over time, with the reason that the control room shows. */
export function plotOf(incident: Incident): string {
  const answers = answersTo(incident);
  const { width, height, left, right, top, bottom } = SIZE;
  const floor = height - bottom;
  const x = (second: number): number => left + ((width - left - right) * second) / incident.seconds;
  const y = (rate: number): number => floor - ((floor - top) * rate) / TOP_RATE;
  const line = (of: (answer: Answer) => number): string =>
    answers.map((answer) => `${round(x(answer.second))},${round(y(of(answer)))}`).join(' ');
  const seconds = Array.from({ length: Math.floor(incident.seconds / STEP_SECONDS) + 1 }, (_, n) => n * STEP_SECONDS);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${incident.title}">`,
    `<style>${STYLE}</style>`,
    `<text class="t" x="${left}" y="20">${incident.title}</text>`,
    ...[0, 200, 400, 600].map(
      (rate) =>
        `<line class="g" x1="${left}" x2="${width - right}" y1="${round(y(rate))}" y2="${round(y(rate))}"/><text x="${left - 6}" y="${round(y(rate) + 4)}" text-anchor="end">${rate}</text>`,
    ),
    ...seconds.map(
      (second) => `<text x="${round(x(second))}" y="${floor + 16}" text-anchor="middle">${second} s</text>`,
    ),
    `<polyline class="c" points="${line(({ cap }) => cap)}"/>`,
    `<polyline class="r" points="${line(({ perMinute }) => perMinute)}"/>`,
    ...bandsOf(answers).map((band) => bandOf(band, x, floor + 24)),
    '</svg>',
    '',
  ].join('\n');
}

function bandsOf(answers: readonly Answer[]): Band[] {
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
