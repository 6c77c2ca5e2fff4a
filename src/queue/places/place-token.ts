import type { Tokens } from '../../platform/tokens/tokens.js';

/** What a place token says: the whole of a fan's state, so that any node serves any fan. */
export interface PlaceToken {
  saleId: string;
  lane: string;
  number: number;
  joinedAtMs: number;
  generation: string;
  deferrals: number;
  /** Sale time in ms; 0 for never. */
  deferredUntilSaleMs: number;
}

/** The generation of a place that was never handed over. */
export const FIRST_GENERATION = '0';
const RADIX = 36;
const inShort = (value: number): string => value.toString(RADIX);

export function signPlace(tokens: Tokens, place: PlaceToken): string {
  const { saleId, lane, number, joinedAtMs, generation, deferrals, deferredUntilSaleMs } = place;
  return tokens.sign('place', [
    saleId,
    lane,
    inShort(number),
    inShort(joinedAtMs),
    generation,
    deferrals,
    inShort(deferredUntilSaleMs),
  ]);
}

/** Null for whatever we did not sign. */
export function readPlace(tokens: Tokens, token: string): PlaceToken | null {
  const parts = tokens.verify('place', token);
  if (parts?.length !== 7) return null;
  const [saleId, lane, number, joinedAt, generation, deferrals, deferredUntil] = parts as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  return {
    saleId,
    lane,
    number: Number.parseInt(number, RADIX),
    joinedAtMs: Number.parseInt(joinedAt, RADIX),
    generation,
    deferrals: Number(deferrals),
    deferredUntilSaleMs: Number.parseInt(deferredUntil, RADIX),
  };
}
