import { Injectable } from '@nestjs/common';
import { Tokens } from '../../platform/tokens/tokens.js';
import { DrawService } from '../draw/draw.service.js';
import { LineRecordCache } from '../line/line-record-cache.service.js';
import type { PlaceQuery } from './place.store.js';
import { type PlaceToken, readPlace, signPlace } from './place-token.js';
import type { LineRecord } from '../queue.repository.js';
import type { IdentifyResult, PlaceRef } from '../queue.types.js';

/** Who a place is: from its token to its position, its admission and the key that limits count by. */
@Injectable()
export class PlaceIdentity {
  constructor(
    private readonly tokens: Tokens,
    private readonly records: LineRecordCache,
    private readonly draws: DrawService,
  ) {}

  /** Checks the signature and nothing else: no store is asked and no position is computed. Null for a forged token. */
  read(placeToken: string): PlaceToken | null {
    return readPlace(this.tokens, placeToken);
  }

  /** Checks the signature only; what Redis knows of the place is the scripts' to say. */
  async identify(placeToken: string): Promise<IdentifyResult> {
    const token = this.read(placeToken);
    if (!token) return { kind: 'invalid' };
    const record = await this.records.known(token.saleId);
    return { kind: 'place', place: this.placed(token, record) };
  }

  /** A place with its position; null before the draw. */
  placed(token: PlaceToken, record: LineRecord | null): PlaceRef {
    return { ...token, position: record && this.draws.positionOf(record, token.lane, token.number) };
  }

  /** Null before the draw. */
  positionOf(record: LineRecord, lane: string, number: number): number | null {
    return this.draws.positionOf(record, lane, number);
  }

  /** As the scripts ask, with the position by the newest record. */
  queryOf(place: PlaceRef, record: LineRecord): PlaceQuery {
    const position = this.draws.positionOf(record, place.lane, place.number) ?? 0;
    return { ...place, position, admissionId: this.admissionIdOf(place, position) };
  }

  fanKeyOf({ saleId, lane, number }: PlaceRef): string {
    return this.tokens.mac('fan', saleId, lane, number);
  }

  /** The same place with something of it changed. */
  tokenOf(place: PlaceRef, change: Partial<PlaceToken>): string {
    return signPlace(this.tokens, { ...place, ...change });
  }

  /** One for each place, whoever of its group and whichever device claims it: nobody shops twice at a time. */
  private admissionIdOf({ saleId, lane }: PlaceRef, position: number): string {
    return this.tokens.mac('admission', saleId, lane, position);
  }
}
