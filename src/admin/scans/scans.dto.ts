import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsISO8601,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';

/** Longer than any barcode of ours; whatever else a phone reads is answered as invalid, not refused. */
const MAX_BARCODE_CHARACTERS = 4_000;
const SALE_ID = /^sale_[0-9a-z]{26}$/;
const GATE = /^[^\p{C}]{1,40}$/u;
/** Fits the body limit of 64 KiB. */
const MAX_MERGED = 150;

export class ScanBody {
  @IsString()
  @MaxLength(MAX_BARCODE_CHARACTERS)
  barcode: string;

  @IsOptional()
  @Matches(GATE)
  gate?: string;

  /** The show at this door: tickets of another one answer `other_show`. */
  @IsOptional()
  @Matches(SALE_ID)
  saleId?: string;
}

export class SaleQuery {
  @Matches(SALE_ID)
  saleId: string;
}

export class ScanListQuery extends SaleQuery {
  @IsOptional()
  @Matches(/^tkt_[0-9a-z]{1,40}$/)
  after?: string;
}

class OfflineScanBody extends ScanBody {
  @IsISO8601({ strict: true })
  scannedAt: string;

  @IsBoolean()
  letIn: boolean;
}

export class MergeBody {
  /** What tells this scanner from others; made by itself. */
  @Matches(/^[A-Za-z0-9_-]{8,64}$/)
  device: string;

  @IsArray()
  @ArrayMaxSize(MAX_MERGED)
  @ValidateNested({ each: true })
  @Type(() => OfflineScanBody)
  scans: OfflineScanBody[];
}
