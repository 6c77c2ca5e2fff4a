import type { Tokens } from '../../platform/tokens/tokens.js';

/** What a place token says: the whole of a fan's state, so that any node serves any fan. */
export interface PlaceToken {
  saleId: string;
  lane: string;
  number: number;
  joinedAtMs: number;
  /** Raised when the place moves to another device; tokens of an older one are refused. */
  generation: string;
  deferrals: number;
  /** Sale time in ms; 0 for never. */
  deferredUntilSaleMs: number;
  /** 0 for who took the number; others of the group that shares it count from 1. */
  member: number;
  /** Twice the time, for who asked for it. Not readable in the token. */
  extraTime: boolean;
}

/** The generation of a place that never moved. */
export const FIRST_GENERATION = '0';
/** Signed with a place's token but never written into it, so that nobody can read who asked for more time. */
const EXTRA_TIME = 'extra-time';
const RADIX = 36;
const inShort = (value: number): string => value.toString(RADIX);
type PlacePurpose = 'place' | 'handoff';

/** A place that was just taken. */
export function newPlace(saleId: string, lane: string, number: number, joinedAtMs: number): PlaceToken {
  const untouched = { deferrals: 0, deferredUntilSaleMs: 0, member: 0, extraTime: false };
  return { saleId, lane, number, joinedAtMs, generation: FIRST_GENERATION, ...untouched };
}

/** @param more parts of the caller's own, behind those of the place */
export function signPlace(
  tokens: Tokens,
  place: PlaceToken,
  purpose: PlacePurpose = 'place',
  more: readonly string[] = [],
): string {
  const { saleId, lane, number, joinedAtMs, generation, deferrals, deferredUntilSaleMs, member, extraTime } = place;
  const own = [saleId, lane, inShort(number), inShort(joinedAtMs), generation, deferrals, inShort(deferredUntilSaleMs)];
  const parts = [...own, ...(member > 0 || more.length > 0 ? [inShort(member)] : []), ...more];
  return tokens.sign(purpose, parts, extraTime ? EXTRA_TIME : '');
}

/** Null for whatever we did not sign. */
export function readPlace(tokens: Tokens, token: string): PlaceToken | null {
  return readSigned(tokens, token, 'place')?.place ?? null;
}

/** The same for another purpose, with the parts that stand behind those of the place. */
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
  };
  return { place, more: parts.slice(8) };
}
