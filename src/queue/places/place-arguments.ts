import { EXTRA_TIME_FACTOR } from '../../contract/line/place-shapes.js';
import { Keys } from '../../platform/redis/keys.js';
import type { EpochStamp } from '../../saletime/epoch-stamp.js';
import type { PlaceQuery } from './place-replies.js';

/** Keys of an admission, with which KEYS of lua/include/place.lua begin. */
export function admissionKeys(saleId: string): string[] {
  return [Keys.sale(saleId), Keys.active(saleId), Keys.admission(saleId)];
}

type CallKind = Parameters<typeof Keys.placeCalls>[3];
/** The calls of a place. */
export const callsKeyOf = ({ saleId, lane, number, member }: PlaceQuery, calls: CallKind): string =>
  Keys.placeCalls(saleId, lane, member > 0 ? `${number}.${member}` : String(number), calls);

/** KEYS of lua/include/place.lua. */
export function keysOf(place: PlaceQuery, calls: CallKind): string[] {
  const { saleId, lane } = place;
  const sets = (['ready', 'seen', 'called', 'lapsed', 'history', 'claimed'] as const).map((set) =>
    Keys.laneSet(saleId, lane, set),
  );
  return [
    ...admissionKeys(saleId),
    Keys.generations(saleId),
    Keys.lane(saleId, lane),
    ...sets,
    callsKeyOf(place, calls),
    Keys.groups(saleId),
    Keys.deferrals(saleId),
  ];
}

/** How much longer than others a place has for what it is given time for. */
export const factorOf = (extraTime: boolean): number => (extraTime ? EXTRA_TIME_FACTOR : 1);

/** ARGV of lua/include/place.lua. */
export function argsOf(place: PlaceQuery, { epoch, runId }: EpochStamp, callsMax: number): (string | number)[] {
  return [
    epoch,
    runId,
    place.lane,
    place.number,
    place.generation,
    place.position,
    place.admissionId,
    place.deferredUntilSaleMs,
    callsMax,
    place.member,
    factorOf(place.extraTime),
  ];
}

/** A holder of a place: whoever took its number, or a member of the group. */
export type HolderRef = Pick<PlaceQuery, 'lane' | 'number' | 'member'>;
/** A holder's field in the hashes of a sale. */
export const fieldOf = ({ lane, number, member }: HolderRef): string =>
  `${lane}:${number}${member > 0 ? `:${member}` : ''}`;
