import { IsBoolean, IsIn, IsOptional } from 'class-validator';

/** The body of POST /v1/admin/sales/{id}/joins; omitted fields stay unchanged. */
export class JoinSwitchesBody {
  @IsOptional()
  @IsBoolean()
  frozen?: boolean;

  @IsOptional()
  @IsIn(['off', 'observe', 'auto', 'on'])
  challenge?: 'off' | 'observe' | 'auto' | 'on';
}
