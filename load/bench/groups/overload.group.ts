import { median } from '../../report/statistics.js';
import { runOpenLoop, type Stream } from '../../open-loop/open-loop.js';
import type { Summary } from '../../open-loop/outcomes.js';
import { driveClosedLoop } from '../closed-loop.js';
import { admitMany } from '../fans.js';
import type { Group } from '../group.js';
import { HOLDS_OF_A_FAN, HoldRequests } from '../hold-requests.js';
import { ratioRow, valueRow } from '../row.js';
import { onStage, type Stage } from '../stage.js';

const LATE_MS = 1_000;
const TIMEOUT_MS = 10_000;
const MAX_CONNECTIONS = 8_000;
const OVERLOAD = 3;
const CLOSED_CONNECTIONS = 64;
const FIRST_FANS = 400;
const WARM_UP_SECONDS = 0.5;
/** A node that has just started gets faster for some seconds. */
const ROOM_TO_SPEED_UP = 3;

interface Side {
  summary: Summary;
  nodeMs: number | null;
}

/** Holds at three times the node's capacity, arriving by the clock (open loop). */
export const overloadGroup: Group = {
  name: 'overload',
  rows: ['P14', 'P14 refusal', 'P14 late'],
  measure: (stores, size, progress) =>
    onStage(stores, async (stage) => {
      const sale = await stage.promoter.published();
      const holds = new HoldRequests(stage.host, sale.slug, sale.ticketTypes[0]?.id ?? '');
      const seconds = size.quick ? 1 : 4;
      const supply = async (count: number): Promise<void> => {
        const fans = Math.ceil(Math.max(0, count - holds.left) / HOLDS_OF_A_FAN);
        if (fans > 0) holds.add(await admitMany(stage, sale.slug, fans));
      };
      const closedLoop = async (forSeconds: number): Promise<number> => {
        const result = await driveClosedLoop({
          target: stage.target,
          connections: CLOSED_CONNECTIONS,
          seconds: forSeconds,
          next: holds.next,
          accepts: (status) => status === 201,
        });
        if (holds.left === 0) throw new Error('the holds ran out before their time: their rate would be too low');
        return result.perSecond;
      };
      await supply(FIRST_FANS * HOLDS_OF_A_FAN);
      const estimate = await closedLoop(WARM_UP_SECONDS);
      await supply(estimate * ROOM_TO_SPEED_UP * seconds);
      const capacity = await closedLoop(seconds);
      progress(`closed loop: ${Math.round(capacity)} holds/s`);
      const at: { peak: Side[]; over: Side[] } = { peak: [], over: [] };
      let lagMs = 0;
      for (let run = 0; run < size.runs; run += 1) {
        for (const [name, factor] of [
          ['peak', 0.9],
          ['over', OVERLOAD],
        ] as const) {
          const rate = capacity * factor;
          await supply(rate * seconds * 1.1);
          const { side, generatorLagMs } = await holdsAt(stage, holds, rate, seconds);
          lagMs = Math.max(lagMs, generatorLagMs);
          at[name].push(side);
          const { answered, refused, late, failed, codes } = side.summary;
          progress(
            `${Math.round(rate)}/s: ${answered} in time, ${refused} refused, ${late} late, ${failed} failed ${JSON.stringify(codes)}`,
          );
        }
      }
      const goodput = (sides: Side[]): number[] => sides.map(({ summary }) => summary.answeredPerSecond);
      const note = `open loop, ${Math.round(capacity * OVERLOAD)} arrivals/s; late is above ${LATE_MS} ms; the generator lagged at most ${lagMs} ms`;
      return [
        ratioRow({
          id: 'P14',
          what: 'holds in time at 3 × capacity',
          against: 'at 0.9 × capacity',
          unit: '/s',
          measured: goodput(at.over),
          baseline: goodput(at.peak),
          goal: { min: 0.95 },
          note,
          raw: { over: at.over, peak: at.peak, capacity },
        }),
        refusalRow(at.peak, at.over),
        valueRow({
          id: 'P14 late',
          what: 'answers late at 3 ×, of those served',
          measured: at.over.map(({ summary }) => summary.late / Math.max(1, summary.late + summary.answered)),
          goal: { max: 0.02 },
        }),
      ];
    }),
};

async function holdsAt(stage: Stage, holds: HoldRequests, rate: number, seconds: number) {
  // on a new connection the request is sent later than it is built, so each needs its own buffer
  const next: Stream['next'] = () => {
    const request = holds.next();
    return request && Buffer.from(request);
  };
  const { result, used } = await stage.meter.during(() =>
    runOpenLoop({
      target: stage.target,
      streams: [{ name: 'holds', ratePerSecond: rate, isNew: false, next }],
      seconds,
      lateMs: LATE_MS,
      timeoutMs: TIMEOUT_MS,
      maxConnections: MAX_CONNECTIONS,
    }),
  );
  const summary = result.streams.holds as Summary;
  return { side: { summary, nodeMs: used?.node ?? null }, generatorLagMs: result.generatorLagMs };
}

/** Cost of a refusal: the node's remaining time at 3 × after paying for served requests at their normal cost. */
function refusalRow(peak: Side[], over: Side[]) {
  const served = ({ summary }: Side): number => summary.answered + summary.late;
  const calm = peak.flatMap((side) => (side.nodeMs === null ? [] : [side.nodeMs / Math.max(1, served(side))]));
  const price = median(calm);
  const refusals = over.flatMap((side) =>
    side.nodeMs === null || side.summary.refused < 100 || price === 0
      ? []
      : [Math.max(0, side.nodeMs - served(side) * price) / side.summary.refused / price],
  );
  return valueRow({
    id: 'P14 refusal',
    what: 'CPU of a refusal, of an accepted hold',
    measured: refusals,
    goal: { max: 0.1 },
    note: refusals.length > 0 ? '' : 'not measured: nothing, or next to nothing, was refused',
  });
}
