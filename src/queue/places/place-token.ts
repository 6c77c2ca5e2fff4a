import type { Tokens } from '../../platform/tokens/tokens.js';

/** Contents of a place token: a fan's whole state, so that any node can serve any fan. */
export interface PlaceToken {
  saleId: string;
  lane: string;
  number: number;
  joinedAtMs: number;
  /** Raised when the place moves to another device; tokens of older generations are refused. */
  generation: string;
  deferrals: number;
  /** Sale time in ms; 0 for never. */
  deferredUntilSaleMs: number;
  /** 0 for whoever took the number; other members of the group count from 1. */
  member: number;
  /** Doubles the fan's times, on request. Not readable in the token. */
  extraTime: boolean;
  /** Places that its network had taken with this one; 0 unless that is far above any network's share. */
  networkPlaces: number;
}

/** Generation of a place that never moved. */
export const FIRST_GENERATION = '0';
/** Covered by the signature but not written into the token, so that nobody can read who asked for extra time. */
const EXTRA_TIME = 'extra-time';
const RADIX = 36;
const inShort = (value: number): string => value.toString(RADIX);
type PlacePurpose = 'place' | 'handoff';

/** Stands before the places of the network: after the member, or a group's number, where older readers stop. */
export const EVIDENCE_MARK = '-';

/** Returns a newly taken place. */
export function newPlace(saleId: string, lane: string, number: number, joinedAtMs: number): PlaceToken {
  const untouched = { deferrals: 0, deferredUntilSaleMs: 0, member: 0, extraTime: false, networkPlaces: 0 };
  return { saleId, lane, number, joinedAtMs, generation: FIRST_GENERATION, ...untouched };
}

/** @param more the caller's own parts, appended to those of the place */
export function signPlace(
  tokens: Tokens,
  place: PlaceToken,
  purpose: PlacePurpose = 'place',
  more: readonly string[] = [],
): string {
  const { saleId, lane, number, joinedAtMs, generation, deferrals, deferredUntilSaleMs, member, extraTime } = place;
  const { networkPlaces } = place;
  const evidence = networkPlaces > 0 ? `${EVIDENCE_MARK}${inShort(networkPlaces)}` : '';
  const isPlain = member === 0 && evidence === '' && more.length === 0;
  const own = [saleId, lane, inShort(number), inShort(joinedAtMs), generation, deferrals, inShort(deferredUntilSaleMs)];
  const parts = [...own, ...(isPlain ? [] : [`${inShort(member)}${evidence}`]), ...more];
  return tokens.sign(purpose, parts, extraTime ? EXTRA_TIME : '');
}

/** Returns null unless the signature is ours. */
export function readPlace(tokens: Tokens, token: string): PlaceToken | null {
  return readSigned(tokens, token, 'place')?.place ?? null;
}

/** Like `readPlace` for any purpose, with the parts that follow those of the place. */
export function readSigned(
  tokens: Tokens,
  token: string,
  purpose: PlacePurpose,
): { place: PlaceToken; more: string[] } | null {
  const plain = tokens.verify(purpose, token);
  const parts = plain ?? tokens.verify(purpose, token, EXTRA_TIME);
  if (!parts || parts.length < 7) return null;
  const [saleId, lane, number, joinedAt, generation, deferrals, deferredUntil] = parts as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const place = {
    saleId,
    lane,
    number: Number.parseInt(number, RADIX),
    joinedAtMs: Number.parseInt(joinedAt, RADIX),
    generation,
    deferrals: Number(deferrals),
    deferredUntilSaleMs: Number.parseInt(deferredUntil, RADIX),
    member: Number.parseInt(parts[7] ?? '0', RADIX),
    extraTime: plain === null,
    networkPlaces: Number.parseInt(parts[7]?.split(EVIDENCE_MARK)[1] ?? '0', RADIX),
  };
  return { place, more: parts.slice(8) };
}
