import { Injectable } from '@nestjs/common';
import type { ReceiptShape } from '../../contract/line/place-shapes.js';
import { Clock } from '../../platform/clock/clock.js';
import { LineRecordCache } from '../line/line-record-cache.service.js';
import { PassesService } from '../passes/passes.service.js';
import type { PlaceRefusal } from '../queue.types.js';
import { PlaceIdentity } from './place-identity.service.js';
import { receiptReasons } from './place.rules.js';
import { PlaceService } from './place.service.js';

export type ReceiptResult = ({ kind: 'receipt' } & ReceiptShape) | PlaceRefusal;

const RECEIPT_TYPE = 'ropeline-receipt+jwt';

/** Issues signed receipts of a place, for disputes about the order of the line. A receipt grants no access. */
@Injectable()
export class ReceiptService {
  constructor(
    private readonly identity: PlaceIdentity,
    private readonly places: PlaceService,
    private readonly records: LineRecordCache,
    private readonly passes: PassesService,
    private readonly clock: Clock,
  ) {}

  async receipt(placeToken: string): Promise<ReceiptResult> {
    const token = this.identity.read(placeToken);
    if (!token) return { kind: 'PLACE_TOKEN_INVALID' };
    const standing = await this.places.place(placeToken);
    if (standing.kind !== 'place') return standing;
    const record = await this.records.known(token.saleId);
    if (!record) return { kind: 'away' };
    const { saleId, lane, number, joinedAtMs } = token;
    const { position, state } = standing.place;
    const drawn = record.lanes.find((each) => each.lane === lane)?.drawn ?? null;
    const facts = {
      lane,
      number,
      joinedAt: new Date(joinedAtMs).toISOString(),
      position,
      drawn,
      reasons: receiptReasons(token, { position, drawn, state }),
    };
    const issuedAt = new Date(this.clock.nowMs()).toISOString();
    const claims = { ...facts, commitment: record.commitment };
    const receipt = await this.passes.state(RECEIPT_TYPE, saleId, `${lane}:${number}`, claims);
    return { kind: 'receipt', receipt, saleId, ...facts, issuedAt };
  }
}
