import { BatchFullError, NaturalBatch } from '../../platform/batch/natural-batch.js';
import { BoundedMap } from '../../platform/cache/bounded-map.js';
import type { SaleState } from '../../contract/sale/sale-shapes.js';
import type { EpochStamp } from '../../saletime/epoch-stamp.js';
import { callsKeyOf, factorOf, keysOf } from './place-arguments.js';
import { guardOf, type PlaceQuery, type ReadReply, type Standing } from './place-replies.js';

/** Calls allowed per place in 10 s, over HTTP and sockets together. */
const READS_MAX = 20;
/** Places per call: some 20 µs each, during which Redis does nothing else. */
const MAX_SIZE = 32;
/** Calls of a lane in flight: this node prepares one while Redis works on the other. */
const WIDTH = 2;
/** Lanes with a batch of their own; one that is forgotten begins another. */
const MAX_LANES = 1_000;

interface Asked {
  place: PlaceQuery;
  stamp: EpochStamp;
  isLook: boolean;
}
type Outcome = ReadReply | { kind: 'failed'; error: Error };
type Run = (keys: string[], args: readonly (string | number)[]) => Promise<unknown[]>;

/** Makes one script call of the places of a lane that are read together; each keeps an answer of its own. */
export class PlaceReads {
  private readonly batches = new BoundedMap<string, NaturalBatch<Asked, Outcome>>(MAX_LANES);

  /** @param run calls lua/read-places.lua */
  constructor(private readonly run: Run) {}

  /** Returns `away` if too many reads are already waiting. */
  async read(place: PlaceQuery, stamp: EpochStamp, how: 'read' | 'look'): Promise<ReadReply | { kind: 'away' }> {
    const outcome = await this.addTo(this.batchOf(place), { place, stamp, isLook: how === 'look' });
    if (outcome.kind === 'failed') throw outcome.error;
    return outcome;
  }

  private async addTo(batch: NaturalBatch<Asked, Outcome>, asked: Asked): Promise<Outcome | { kind: 'away' }> {
    try {
      return await batch.add(asked);
    } catch (error) {
      if (error instanceof BatchFullError) return { kind: 'away' };
      throw error;
    }
  }

  private batchOf({ saleId, lane }: PlaceQuery): NaturalBatch<Asked, Outcome> {
    const make = (): NaturalBatch<Asked, Outcome> =>
      new NaturalBatch({ maxSize: MAX_SIZE, width: WIDTH, fit: ofOneEpoch, run: (all) => this.readAll(all) });
    return this.batches.getOrMake(`${saleId} ${lane}`, make);
  }

  private async readAll(all: readonly Asked[]): Promise<Outcome[]> {
    const [first] = all;
    if (!first) return [];
    const { epoch, runId } = first.stamp;
    const keys = keysOf(first.place, 'read');
    keys.push(...all.map(({ place }) => callsKeyOf(place, 'read')));
    const [code, ...answers] = await this.run(keys, [
      epoch,
      runId,
      first.place.lane,
      READS_MAX,
      ...all.flatMap(argsOf),
    ]);
    if (code !== 'EACH') return all.map(() => guardOf(code, answers));
    return (answers as unknown[][]).map(outcomeOf);
  }
}

function ofOneEpoch(all: readonly Asked[]): number {
  const end = all.findIndex(({ stamp }) => stamp.epoch !== all[0]?.stamp.epoch || stamp.runId !== all[0].stamp.runId);
  return end < 0 ? all.length : end;
}

function argsOf({ place, isLook }: Asked): (string | number)[] {
  const { number, generation, position, admissionId, deferredUntilSaleMs, member, extraTime } = place;
  return [number, generation, position, admissionId, deferredUntilSaleMs, member, factorOf(extraTime), isLook ? 1 : 0];
}

function outcomeOf([code, ...rest]: unknown[]): Outcome {
  if (code === 'FAILED') return failed(String(rest[0]));
  if (code !== 'PLACE') return guardOf(code, rest);
  return {
    kind: 'place',
    standing: rest[0] as Standing,
    serving: Number(rest[1]),
    saleMs: Number(rest[2]),
    untilSaleMs: Number(rest[3]),
    keptUntilSaleMs: Number(rest[4]),
    deferredUntilSaleMs: Number(rest[5]),
    saleState: rest[6] as SaleState,
    isAsked: rest[7] === 1,
  };
}

/** As Redis' client would have thrown it. */
function failed(message: string): Outcome {
  const error = new Error(message);
  error.name = 'ReplyError';
  return { kind: 'failed', error };
}
