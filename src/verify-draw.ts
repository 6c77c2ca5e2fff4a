import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type BeaconChain, type BeaconVerdict, quicknet, verifyBeacon } from './contract/line/beacon.js';
import { verifyDraw } from './contract/line/draw.js';
import type { Snapshot } from './contract/line/line-shapes.js';

type PublishedDraw = Pick<Snapshot, 'saleId' | 'draw'> & { lanes: Record<string, { drawn: number | null }> };
interface DrawReport {
  holds: boolean;
  lines: string[];
}

const FETCH_TIMEOUT_MS = 10_000;
export const USAGE = `usage: npm run verify-draw -- <snapshot: file or address> --number <n> [--lane <key>] [--commitment <hex>]

Checks a published draw on this machine: that the revealed seed is the one that was committed to, that the beacon is signed by its
chain and of the round that N decided, and which position they give a number. The snapshot is what GET /v1/sales/{slug}/queue answers. --commitment is the one seen before the draw, by whoever kept it.`;

/** Returns readable lines on what the published figures say about one number. */
export function drawReport(
  published: PublishedDraw,
  lane: string,
  number: number,
  seen?: string,
  chains: readonly BeaconChain[] = [quicknet],
): DrawReport {
  const { draw, saleId } = published;
  const drawn = published.lanes[lane]?.drawn;
  const no = (line: string): DrawReport => ({ holds: false, lines: [line] });
  if (drawn === undefined) return no(`This sale has no lane ${lane}.`);
  if (drawn === null || draw.seed === null) return no('This sale has not been drawn yet.');
  const beaconReport = beaconLine(verifyBeacon(draw, chains), draw, drawn);
  if (!beaconReport.holds) return beaconReport;
  if (seen !== undefined && seen !== draw.commitment)
    return no(`The commitment is not the one that was seen before: ${draw.commitment}`);
  const { seed, commitment, beaconChain, beacon } = draw;
  const verdict = verifyDraw({ seed, saleId, lane, drawn, number, commitment, beaconChain, beacon });
  switch (verdict.kind) {
    case 'verified':
      return {
        holds: true,
        lines: [
          `The seed is the one that was committed to: ${commitment}`,
          ...beaconReport.lines,
          number > drawn
            ? `Number ${number} came after the draw of ${drawn} and keeps its order of arrival.`
            : `Number ${number} of ${drawn} has position ${verdict.position}.`,
        ],
      };
    case 'commitment_mismatch':
      return no('The seed is not the one that was committed to.');
    case 'not_revealed':
    case 'malformed':
      return no('These figures are not those of a draw.');
  }
}

function beaconLine(verdict: BeaconVerdict, draw: PublishedDraw['draw'], drawn: number): DrawReport {
  const no = (line: string): DrawReport => ({ holds: false, lines: [line] });
  switch (verdict) {
    case 'none':
      return {
        holds: true,
        lines: ['No public beacon was promised: this draw is verifiable, and trusts the promoter for N.'],
      };
    case 'verified':
      return {
        holds: true,
        lines: [`The beacon is round ${draw.round}, which N decided, and its chain has signed it.`],
      };
    case 'skipped':
      return { holds: true, lines: [skippedLine(draw)] };
    case 'missing':
      // an empty draw needs no beacon
      return drawn === 0 ? { holds: true, lines: [] } : no('A public beacon was promised, and the draw has none.');
    case 'unknown_chain':
      return no('The beacon is of a chain that this program does not know.');
    case 'mismatch':
      return no('The beacon is not signed by its chain, or not of the round that N decided.');
  }
}

/** Says how long the beacon was waited for, so that anybody can compare it with drand's own record. */
function skippedLine({ frozenAt, beaconSkippedAt = null }: PublishedDraw['draw']): string {
  const waitedMs = Date.parse(beaconSkippedAt ?? '') - Date.parse(frozenAt ?? '');
  const waited = Number.isFinite(waitedMs) ? `, ${Math.round(waitedMs / 1_000)} seconds after N was fixed` : '';
  return `Drawn without the beacon that was promised: it did not answer, and the promoter opened without it at ${beaconSkippedAt}${waited}. This draw is only verifiable, and trusts the promoter for N.`;
}

async function read(source: string): Promise<PublishedDraw> {
  if (!/^https?:\/\//.test(source)) return JSON.parse(await readFile(source, 'utf8')) as PublishedDraw;
  const answer = await fetch(source, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
  if (!answer.ok) throw new Error(`${source} answered ${answer.status}`);
  return (await answer.json()) as PublishedDraw;
}

/** Runs the program; returns true if the draw is valid. */
export async function verifyDrawProgram(args: string[], print: (line: string) => void): Promise<boolean> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { number: { type: 'string' }, lane: { type: 'string' }, commitment: { type: 'string' } },
  });
  const [source] = positionals;
  const number = Number(values.number);
  if (source === undefined || !Number.isSafeInteger(number) || number < 1) {
    print(USAGE);
    return false;
  }
  const published = await read(source);
  const lane = values.lane ?? Object.keys(published.lanes)[0] ?? '';
  const { holds, lines } = drawReport(published, lane, number, values.commitment);
  for (const line of lines) print(line);
  return holds;
}
