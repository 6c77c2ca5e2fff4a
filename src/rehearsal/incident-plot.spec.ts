import { readdirSync, readFileSync } from 'node:fs';
import { plotOf, plotOfRecording, type RecordedCurve } from './incident-plot.rules.js';
import { answersTo, incidents } from './incidents.rules.js';

const FOLDER = 'docs/images/incidents';
const CURVES = 'docs/curves';
const recorded = (file: string): RecordedCurve =>
  JSON.parse(readFileSync(`${CURVES}/${file}`, 'utf8')) as RecordedCurve;
const answersOf = (name: string) => {
  const incident = incidents.find((each) => each.name === name);
  if (!incident) throw new Error(`no incident ${name}`);
  return answersTo(incident);
};
const at = (name: string, second: number) => answersOf(name)[second];

describe('the plots of the policy’s answers to incidents', () => {
  it('are what the policy answers today: npm run incidents writes them anew', () => {
    const drawn = Object.fromEntries([
      ...incidents.map((incident) => [`${incident.name}.svg`, plotOf(incident)]),
      ...readdirSync(CURVES).map((file) => [
        `recorded-${file.replace(/json$/, 'svg')}`,
        plotOfRecording(recorded(file)),
      ]),
    ]) as Record<string, string>;
    expect(readdirSync(FOLDER).toSorted()).toEqual(Object.keys(drawn).toSorted());
    for (const [name, svg] of Object.entries(drawn)) expect(readFileSync(`${FOLDER}/${name}`, 'utf8')).toBe(svg);
    const page = readFileSync('docs/incidents.md', 'utf8');
    for (const name of Object.keys(drawn)) expect(page).toContain(`images/incidents/${name}`);
  });

  it('stop ten seconds after the last payments node is silent, and come back by themselves', () => {
    expect(at('payments-killed', 29)).toMatchObject({ perMinute: 600, reason: 'AT_RATE' });
    expect(at('payments-killed', 31)?.perMinute).toBeLessThan(500);
    expect(at('payments-killed', 40)).toMatchObject({ perMinute: 0, reason: 'PAYMENTS_UNKNOWN' });
    expect(at('payments-killed', 110)).toMatchObject({ perMinute: 600, reason: 'AT_RATE' });
  });

  it('slow to the floor while the provider is slow, and never stop', () => {
    expect(at('provider-slow', 95)).toMatchObject({ perMinute: 30, reason: 'PAYMENTS_TROUBLE' });
  });

  it('let in nobody while nothing is free, and a few when little is', () => {
    expect(at('stock-ends', 65)).toMatchObject({ cap: 0, reason: 'STOCK_GONE' });
    expect(at('stock-ends', 95)).toMatchObject({ cap: 8 });
  });

  it('rise evenly after an opening with a ramp', () => {
    expect(at('ramp', 60)).toMatchObject({ perMinute: 330, reason: 'RAMPING' });
    expect(at('ramp', 130)).toMatchObject({ perMinute: 600, reason: 'AT_RATE' });
  });
});
