import { IsInt, IsNumber, IsOptional, Max, Min } from 'class-validator';
import { OrNull } from '../../platform/problem/nulls.js';

const MOST_FANS = 10_000_000;

/** Omitted fields default to values typical of on-sales. */
export class RehearsalBody {
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MOST_FANS)
  fans?: number;
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1)
  beforeOpening?: number;
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(720)
  arriveMinutes?: number;
  @IsOptional()
  @IsNumber()
  @Min(0.1)
  @Max(100_000)
  patienceMinutes?: number;
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1)
  noShow?: number;
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1)
  abandon?: number;
  @IsOptional()
  @IsNumber()
  @Min(1)
  @Max(100)
  basket?: number;
  @IsOptional()
  @IsNumber()
  @Min(1)
  @Max(3_600)
  shopSeconds?: number;
  @IsOptional()
  @IsNumber()
  @Min(1)
  @Max(3_600)
  paySeconds?: number;
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1)
  decline?: number;
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MOST_FANS)
  farmIdentities?: number;
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MOST_FANS)
  farmPlaces?: number;
  @OrNull()
  @IsNumber()
  @Min(0)
  @Max(720)
  faultAtMinute?: number | null;
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(720)
  faultMinutes?: number;
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(4_294_967_295)
  seed?: number;
}
