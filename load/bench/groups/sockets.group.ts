import { CpuMeter } from '../cpu.js';
import type { Group } from '../group.js';
import { median } from '../../report/statistics.js';
import { missingRow, ratioRow, type Row, valueRow } from '../row.js';
import { measureSockets, type SideFigures, type SocketFigures, type SocketSizes } from '../sockets.js';
import { freshStores } from '../stage.js';

const ROWS = ['P3', 'P4', 'P5', 'P6', 'P17b'] as const;
const FULL = { idle: 19_000, crowd: 10_000, broadcasts: 10 };
const QUICK = { idle: 500, crowd: 500, broadcasts: 3 };

/** Waiting by socket compared with a raw ws server; measured by ../sockets.ts. */
export const socketsGroup: Group = {
  name: 'sockets',
  rows: ROWS,
  measure: async (stores, size, progress) => {
    if (!CpuMeter.supported)
      return ROWS.map((id) => missingRow({ id, what: 'sockets', note: 'not measured: only Linux tells it' }));
    const sizes = { ...(size.quick ? QUICK : FULL), runs: size.runs };
    return rowsOf(await measureSockets(await freshStores(stores), sizes, progress), sizes);
  },
};

function rowsOf({ residentBytesPerSocket: { ours, raw }, runs }: SocketFigures, { idle, crowd }: SocketSizes): Row[] {
  const of = (side: 'ours' | 'raw', figure: keyof SideFigures): number[] => runs.map((run) => run[side][figure]);
  const both = (figure: keyof SideFigures) => ({ measured: of('ours', figure), baseline: of('raw', figure) });
  const against = 'raw ws';
  return [
    ratioRow({
      id: 'P3',
      what: `memory of each of ${idle} waiting sockets`,
      against,
      unit: ' KB',
      measured: [ours / 1024],
      baseline: [raw / 1024],
      goal: { max: 1.5 },
    }),
    ratioRow({
      id: 'P4',
      what: `snapshot to ${crowd} sockets, deliveries`,
      against: 'raw ws, one pre-built frame',
      unit: '/s',
      ...both('deliveriesPerSecond'),
      goal: { min: 0.75 },
    }),
    valueRow({
      id: 'P5',
      what: `one broadcast to ${crowd} sockets`,
      against,
      unit: ' ms',
      ...both('broadcastMs'),
      goal: { max: 130 },
    }),
    ratioRow({
      id: 'P6',
      what: 'CPU of a handshake',
      against,
      unit: ' µs',
      ...both('handshakeMicros'),
      goal: { max: 2.6 },
    }),
    ratioRow({
      id: 'P17b',
      what: 'CPU of a delivery',
      against: 'raw ws, one pre-built frame',
      unit: ' µs',
      ...both('deliveryMicros'),
      goal: { max: 1.35 },
      note: `handshakes: ${median(of('ours', 'handshakeMicros')).toFixed(0)} µs`,
    }),
  ];
}
