import { Injectable } from '@nestjs/common';
import { BoundedMap } from '../../platform/cache/bounded-map.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { DrawService } from '../draw/draw.service.js';
import { LineRecordCache } from '../line/line-record-cache.service.js';
import type { PlaceQuery } from './place-replies.js';
import { FIRST_GENERATION, type PlaceToken, readPlace, signPlace } from './place-token.js';
import type { LineRecord } from '../queue.repository.js';
import type { IdentifyResult, PlaceRef } from '../queue.types.js';

const CALL_KEY_CHARACTERS = 22;
/**
 * Places that ask again and again, some 0.4 kB each. More than one node answers: they come round in turn, so in a map
 * that is a little too small none is found, and each look checks a signature.
 */
const POLLED_MAX = 100_000;
/** Of the same places, some 0.3 kB each. Before the draw all places of a lane share one. */
const ADMISSION_IDS_MAX = 100_000;

/** Resolves a place token to the place's position, admission id and fan key. */
@Injectable()
export class PlaceIdentity {
  private readonly polled = new BoundedMap<string, Readonly<PlaceToken>>(POLLED_MAX);
  private readonly admissionIds = new BoundedMap<string, string>(ADMISSION_IDS_MAX);

  constructor(
    private readonly tokens: Tokens,
    private readonly records: LineRecordCache,
    private readonly draws: DrawService,
  ) {}

  /** Checks only the signature: asks no store and computes no position. Returns null for a forged token. */
  read(placeToken: string): PlaceToken | null {
    return readPlace(this.tokens, placeToken);
  }

  /** Like `read`, for those who ask every few seconds: a good signature stays good as long as this node lives. */
  readAgain(placeToken: string): Readonly<PlaceToken> | null {
    const known = this.polled.get(placeToken);
    if (known) return known;
    const place = this.read(placeToken);
    if (place) this.polled.set(placeToken, Object.freeze(place));
    return place;
  }

  /** Checks the signature and adds the position; the state in Redis is left to the scripts. */
  async identify(placeToken: string): Promise<IdentifyResult> {
    const token = this.read(placeToken);
    if (!token) return { kind: 'PLACE_TOKEN_INVALID' };
    const record = await this.records.known(token.saleId);
    return { kind: 'place', place: this.placed(token, record) };
  }

  /** Adds the position to a place; null before the draw. */
  placed(token: PlaceToken, record: LineRecord | null): PlaceRef {
    return { ...token, position: record && this.draws.positionOf(record, token.lane, token.number) };
  }

  /** Returns a number's position by a record at hand; null before the draw. */
  positionIn(record: LineRecord, lane: string, number: number): number | null {
    return this.draws.positionOf(record, lane, number);
  }

  /** Returns null before the draw and for an unknown lane. */
  async positionOf(saleId: string, lane: string, number: number): Promise<number | null> {
    const record = await this.records.known(saleId);
    return record && this.draws.positionOf(record, lane, number);
  }

  /** Returns whether the place was handed to another device since it was taken. */
  hasMoved({ generation }: Pick<PlaceToken, 'generation'>): boolean {
    return generation !== FIRST_GENERATION;
  }

  /** Builds the scripts' arguments, with the position by the newest record. */
  queryOf(place: PlaceToken, record: LineRecord): PlaceQuery {
    const position = this.draws.positionOf(record, place.lane, place.number) ?? 0;
    return { ...place, position, admissionId: this.admissionIdOf(place, position) };
  }

  fanKeyOf({ saleId, lane, number }: PlaceRef): string {
    return this.tokens.mac('fan', saleId, lane, number);
  }

  /** Digests a call's idempotency key; half of the digest tells the few calls about one place apart. */
  callKeyOf({ saleId, lane, number, member }: PlaceRef, idempotencyKey: string | null): string {
    if (idempotencyKey === null) return '';
    return this.tokens
      .mac('answer', 'defer', saleId, lane, number, member, idempotencyKey)
      .slice(0, CALL_KEY_CHARACTERS);
  }

  /** Signs a token of the same place with some fields changed. */
  tokenOf(place: PlaceRef, change: Partial<PlaceToken>): string {
    return signPlace(this.tokens, { ...place, ...change });
  }

  /** Derives one admission id per place, whichever member or device claims it, so that nobody shops twice at a time. */
  private admissionIdOf({ saleId, lane }: PlaceToken, position: number): string {
    const name = `${saleId} ${lane} ${position}`;
    return this.admissionIds.getOrMake(name, () => this.tokens.mac('admission', saleId, lane, position));
  }
}
