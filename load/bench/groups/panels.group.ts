import { setTimeout as sleep } from 'node:timers/promises';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import type { SocketTicketShape } from '../../../src/contract/staff/staff-shapes.js';
import { quantile } from '../../report/statistics.js';
import { ControlSocket } from '../control-socket.js';
import { CpuMeter, productMs } from '../cpu.js';
import { joinMany } from '../fans.js';
import type { Group } from '../group.js';
import { missingRow, type Row, valueRow } from '../row.js';
import { onStage, type Stage } from '../stage.js';

const FULL = { sales: 10, panels: 30, seconds: 20 };
const QUICK = { sales: 2, panels: 5, seconds: 5 };
const FANS = 20;
const SETTLE_MS = 3_000;
const ROWS = ['panels', 'panels age'] as const;

/** Ten sales with thirty control rooms open on each: what they cost, and how old their figures are. */
export const panelsGroup: Group = {
  name: 'panels',
  rows: ROWS,
  measure: async (stores, size) => {
    if (!CpuMeter.supported)
      return ROWS.map((id) => missingRow({ id, what: 'panels', note: 'not measured: only Linux tells it' }));
    const plan = size.quick ? QUICK : FULL;
    return await onStage(stores, async (stage) => {
      const sales: SaleShape[] = [];
      for (let n = 0; n < plan.sales; n += 1) {
        const sale = await stage.promoter.inPrequeue();
        await joinMany(stage, sale.slug, FANS);
        sales.push(sale);
      }
      await sleep(SETTLE_MS);
      const without = await stage.meter.idlePerSecond(plan.seconds);
      const open: ControlSocket[] = [];
      for (const sale of sales) for (let n = 0; n < plan.panels; n += 1) open.push(await openRoom(stage, sale.id));
      await sleep(SETTLE_MS);
      for (const room of open) room.forget();
      const { used, seconds } = await stage.meter.during(() => sleep(plan.seconds * 1_000));
      const heard = open.map((room) => room.heard);
      for (const room of open) room.close();
      return rowsOf({
        plan,
        seconds,
        heard,
        before: without && productMs(without),
        during: used && productMs(used) / seconds,
      });
    });
  },
};

async function openRoom(stage: Stage, saleId: string): Promise<ControlSocket> {
  const { data } = await stage.api.call<SocketTicketShape>({
    method: 'POST',
    path: '/v1/admin/socket-tickets',
    headers: stage.promoter.headers,
    body: { saleId },
  });
  if (!data) throw new Error('a socket ticket was refused');
  return await ControlSocket.open(stage.url, data.ticket);
}

function rowsOf(seen: {
  plan: typeof FULL;
  seconds: number;
  heard: readonly (readonly number[])[];
  before: number | null;
  during: number | null;
}): Row[] {
  const { plan, seconds, heard, before, during } = seen;
  const ages = heard.flat();
  const rooms = heard.length;
  const perSecond = ages.length / seconds;
  const least = heard.reduce((fewest, own) => Math.min(fewest, own.length), Number.POSITIVE_INFINITY);
  const many = `${plan.sales} sales with ${plan.panels} control rooms each`;
  return [
    before === null || during === null
      ? missingRow({ id: 'panels', what: `CPU of ${many}`, note: 'not measured' })
      : valueRow({
          id: 'panels',
          what: `CPU of ${many}`,
          unit: ' % of a core',
          measured: [during / 10],
          note: `${(before / 10).toFixed(1)} % with the rooms closed; ${perSecond.toFixed(0)} events/s to ${rooms} rooms`,
          raw: { before, during, perSecond },
        }),
    valueRow({
      id: 'panels age',
      what: `age of the figures on arrival, 99 %, ${many}`,
      unit: ' ms',
      measured: [quantile(ages, 0.99)],
      goal: { max: 2_000 },
      note: `median ${quantile(ages, 0.5)} ms; the room that heard least had ${least} events in ${seconds.toFixed(0)} s`,
    }),
  ];
}
